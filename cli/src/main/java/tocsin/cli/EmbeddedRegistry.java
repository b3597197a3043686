package tocsin.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Apicurio Registry as a child process on loopback. It keeps its data on the same Kafka log, so
/// that schema ids survive whatever the log survives.
public final class EmbeddedRegistry implements AutoCloseable {
    /// Its first end writes the archive of classes.
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    /// Right after a broker's first start its topics may be there for one request and not yet for
    /// the next; the registry takes that for the end.
    private static final int STARTS_MAX = 3;

    private final ProcessBuilder command;
    private final URI url;
    private final Path log;
    private Process process;
    private int starts;

    private EmbeddedRegistry(ProcessBuilder command, URI url, Path log) {
        this.command = command;
        this.url = url;
        this.log = log;
        this.process = begin();
    }

    private Process begin() {
        starts++;
        try {
            return command.start();
        } catch (IOException e) {
            throw new UserError("cannot start the schema registry: " + e.getMessage());
        }
    }

    /// Starts a registry.
    ///
    /// @param home where Apicurio Registry is unpacked
    /// @param log file that takes what it prints
    public static EmbeddedRegistry start(Path home, String bootstrapServers, int port, Path log) {
        var run = home.resolve("quarkus-run.jar");
        if (!Files.exists(run)) {
            throw new UserError("no Apicurio Registry in " + home + "; build the project first");
        }
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // Classes as the last run left them; written when it ends.
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + home.resolve("registry.jsa"),
                        "-Xlog:cds=off,cds+dynamic=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        // Or a second registry on this machine finds port 9000 taken.
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=0",
                        "-Dapicurio.storage.kind=kafkasql",
                        "-Dapicurio.kafkasql.bootstrap.servers=" + bootstrapServers,
                        "-Dapicurio.kafkasql.topic=tocsin-registry-journal",
                        "-Dapicurio.kafkasql.snapshots.topic=tocsin-registry-snapshots",
                        "-Dapicurio.events.kafka.topic=tocsin-registry-events",
                        "-Dapicurio.kafkasql.consumer.poll.timeout=200",
                        "-Dquarkus.http.access-log.enabled=false",
                        "-Dquarkus.log.level=WARN",
                        "-cp",
                        run + System.getProperty("path.separator") + ownClasses(),
                        RegistryProcess.class.getName());
        return new EmbeddedRegistry(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
                URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"),
                log);
    }

    private static String ownClasses() {
        return Path.of(
                        URI.create(
                                RegistryProcess.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    /// Waits until it answers. Starts it again when it ends before that.
    ///
    /// @throws UserError when it ends each time or does not answer in time
    public EmbeddedRegistry awaitReady() {
        var end = Instant.now().plus(START_LIMIT);
        try (var http = HttpClient.newHttpClient()) {
            while (!answers(http)) {
                if (!process.isAlive() && starts < STARTS_MAX) {
                    process = begin();
                } else if (!process.isAlive()) {
                    throw new UserError(
                            "the schema registry ended with exit code %d; %s says:%n%s"
                                    .formatted(process.exitValue(), log, lastLines()));
                }
                if (Instant.now().isAfter(end)) {
                    throw new UserError(
                            "the schema registry did not answer at "
                                    + url
                                    + " within "
                                    + START_LIMIT.toSeconds()
                                    + " s");
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        return this;
    }

    private String lastLines() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private boolean answers(HttpClient http) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url + "/subjects"))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for the schema registry");
        }
    }

    /// Base URL of the Confluent-compatible API.
    public URI url() {
        return url;
    }

    /// The child process.
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        try (var pipe = process.getOutputStream()) {
            pipe.write(RegistryProcess.GOODBYE);
            pipe.flush();
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
