package tocsin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `tocsin`, or one of its services, as a process of its own, which can be killed.
final class TocsinProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private TocsinProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static TocsinProcess start(Path output, Map<String, String> environment, String... arguments) {
        return start(Tocsin.class, output, environment, arguments);
    }

    static TocsinProcess start(
            Class<?> main, Path output, Map<String, String> environment, String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx768m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dtocsin.registry.home="
                                        + System.getProperty("tocsin.registry.home"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return start(command, output, environment);
    }

    static TocsinProcess start(List<String> command, Path output, Map<String, String> environment) {
        try {
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            return new TocsinProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it has printed `text` `times` times since the output file began.
    TocsinProcess awaitPrinted(String text, int times, Duration limit) {
        LocalTocsin.await(
                "'" + text + "' in the output; it is:\n" + printed(),
                limit,
                () -> printed().split(text, -1).length > times || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(
                    "ended with " + process.exitValue() + " and printed:\n" + printed());
        }
        return this;
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// What it has started.
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
    }

    /// `kill`, as Ctrl-C or a service manager would.
    int terminate(Duration limit) throws InterruptedException {
        process.destroy();
        return awaitEnd(limit);
    }

    int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still alive after " + limit + ", printed:\n" + printed());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
