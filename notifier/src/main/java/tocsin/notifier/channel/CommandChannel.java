package tocsin.notifier.channel;

import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program of the operator's choice, without a shell: the notification is JSON on its
/// standard input, as the webhook channel posts it, and exit code 0 is a yes. It sees nothing of
/// the environment but `PATH`, `HOME` and `LANG`: the rest holds secrets.
public final class CommandChannel implements Channel {
    private static final List<String> ENVIRONMENT = List.of("PATH", "HOME", "LANG");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SAID_MAX = 200;

    private final List<String> command;
    private final Duration deadline;

    /// @param command the program and its arguments
    public CommandChannel(List<String> command) {
        this(command, DEADLINE);
    }

    CommandChannel(List<String> command, Duration deadline) {
        this.command = List.copyOf(command);
        this.deadline = deadline;
    }

    @Override
    public Outcome send(Notification notification) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        try {
            var process = builder.start();
            try {
                return end(process, MessageBody.json(notification));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException _) {
            return new Outcome.TryAgain("the command cannot be started");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("interrupted");
        }
    }

    private Outcome end(Process process, String body) throws InterruptedException {
        var talk = Thread.ofVirtual().name("last-resort-input").start(() -> tell(process, body));
        var said = new StringBuilder();
        var listen =
                Thread.ofVirtual()
                        .name("last-resort-output")
                        .start(() -> said.append(beginning(process.getInputStream())));
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Outcome.Unknown("the command did not end in time");
        }
        talk.join(deadline);
        listen.join(deadline);
        int code = process.exitValue();
        return code == 0
                ? new Outcome.Accepted("exit code 0")
                : new Outcome.TryAgain(PlainText.line("exit code " + code + ": " + said, SAID_MAX));
    }

    private static void tell(Process process, String body) {
        try (var input = process.getOutputStream()) {
            input.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It need not read all of it; its exit code counts.
        }
    }

    /// Reads all, so that the program never waits for a reader, and keeps the beginning.
    private static String beginning(InputStream output) {
        try (output) {
            var kept = new String(output.readNBytes(SAID_MAX), StandardCharsets.UTF_8);
            output.transferTo(OutputStream.nullOutputStream());
            return kept;
        } catch (IOException _) {
            return "";
        }
    }
}
