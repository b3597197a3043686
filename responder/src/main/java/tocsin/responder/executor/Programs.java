package tocsin.responder.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.responder.execution.Outcome;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs programs: without a shell, without our own environment, for a limited time.
final class Programs {
    private static final int OUTPUT_MAX = 4_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private Programs() {}

    /// Runs one to its end, or ends it and everything it started.
    ///
    /// @param idempotencyKey the program finds it in `TOCSIN_IDEMPOTENCY_KEY`
    static Outcome run(List<String> argv, Duration within, String idempotencyKey) {
        var builder =
                new ProcessBuilder(argv).directory(Path.of("/").toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("TOCSIN_IDEMPOTENCY_KEY", idempotencyKey);
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var process = builder.start();
            process.getOutputStream().close();
            var said = new Tail();
            var reading =
                    CompletableFuture.runAsync(() -> said.drain(process.getInputStream()), readers);
            boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                end(process);
            }
            await(reading);
            // Something it started may hold its output open.
            process.getInputStream().close();
            int exit = process.waitFor();
            var reason =
                    !ended
                            ? "ended after " + within.toSeconds() + " s"
                            : exit == 0 ? "" : "exit code " + exit;
            return new Outcome(reason.isEmpty(), reason, exit, said.text());
        } catch (IOException e) {
            return new Outcome(false, "cannot be run: " + e.getMessage(), null, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "interrupted", null, "");
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void await(CompletableFuture<Void> reading) throws InterruptedException {
        try {
            reading.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What was read by then is told.
        }
    }

    /// Keeps the end of what is said.
    private static final class Tail {
        private byte[] bytes = new byte[0];

        void drain(InputStream in) {
            var chunk = new byte[OUTPUT_MAX];
            try {
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    keep(chunk, read);
                }
            } catch (IOException e) {
                // The process is gone, or its output was closed.
            }
        }

        private synchronized void keep(byte[] chunk, int read) {
            int before = Math.min(bytes.length, OUTPUT_MAX - read);
            var next = new byte[before + read];
            System.arraycopy(bytes, bytes.length - before, next, 0, before);
            System.arraycopy(chunk, 0, next, before, read);
            bytes = next;
        }

        synchronized String text() {
            return new String(bytes, UTF_8);
        }
    }
}
