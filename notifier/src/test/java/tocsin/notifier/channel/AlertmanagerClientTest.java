package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A genuine Alertmanager takes the providers of our tests for the real ones: what it sends is
/// understood, and it has nothing to complain about in what it is answered.
class AlertmanagerClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String KEY = "canary0123456789canary0123456789";
    private static final String PATH = "/services/T0/B0/" + KEY;
    private static final String CONFIG =
            """
            route: {receiver: all, group_wait: 10ms, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - name: all
                pagerduty_configs: [{routing_key: '%s', url: '%s/v2/enqueue'}]
                opsgenie_configs: [{api_key: '%s', api_url: '%s/'}]
                slack_configs: [{api_url: '%s', channel: '#ops', send_resolved: true}]
            """;

    private final FakePagerDuty pagerDuty = new FakePagerDuty();
    private final FakeOpsgenie opsgenie = new FakeOpsgenie(KEY);
    private final FakeSlackWebhook slack = new FakeSlackWebhook(PATH);
    private final List<FakeProvider> providers =
            List.of(
                    new FakeProvider(pagerDuty::answer),
                    new FakeProvider(opsgenie::answer),
                    new FakeProvider(slack::answer));

    @TempDir private Path folder;
    private Optional<Process> process = Optional.empty();

    @AfterEach
    void close() throws InterruptedException {
        for (var one : process.stream().toList()) {
            one.destroyForcibly().waitFor();
        }
        providers.forEach(FakeProvider::close);
    }

    @Test
    void an_alert_is_told_to_each_and_taken_back_by_each() throws Exception {
        var program = installed();
        assumeTrue(program.isPresent(), "prometheus-alertmanager is not installed");
        int port = start(program.get());

        await(() -> post(port, Instant.now().plusSeconds(600)));
        await(() ->
                pagerDuty.alerts.containsValue("trigger")
                        && !opsgenie.alerts.isEmpty()
                        && !slack.messages().isEmpty());
        assertThat(pagerDuty.summaries.values())
                .singleElement()
                .asString()
                .contains("DiskAlmostFull");

        await(() -> post(port, Instant.now()));
        await(() ->
                pagerDuty.alerts.containsValue("resolve")
                        && opsgenie.actions.equals(List.of("close"))
                        && slack.messages().size() == 2);
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("Notify attempt failed");
    }

    private int start(Path program) throws IOException {
        var config =
                Files.writeString(
                        folder.resolve("alertmanager.yml"),
                        CONFIG.formatted(
                                KEY,
                                providers.get(0).base(),
                                KEY,
                                providers.get(1).base(),
                                providers.get(2).base() + PATH));
        int port = free();
        process =
                Optional.of(
                        new ProcessBuilder(
                                        program.toString(),
                                        "--config.file=" + config,
                                        "--storage.path=" + folder.resolve("data"),
                                        "--cluster.listen-address=",
                                        "--web.listen-address=127.0.0.1:" + port)
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("log").toFile())
                                .start());
        return port;
    }

    /// @return whether it was taken; Alertmanager may not listen yet
    private static boolean post(int port, Instant endsAt) {
        var alert =
                Map.of(
                        "labels",
                        Map.of("alertname", "DiskAlmostFull", "service", "checkout"),
                        "endsAt",
                        endsAt.toString());
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.text(List.of(alert))))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, "prometheus-alertmanager"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(BooleanSupplier done) {
        long giveUp = System.nanoTime() + LIMIT.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - giveUp).as("waited for too long").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
