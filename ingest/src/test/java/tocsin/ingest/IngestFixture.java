package tocsin.ingest;

import io.micrometer.core.instrument.Counter;

import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.MetricSample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/// Ingest's routes on a real listener, with a log that is a list and a clock that stands still.
final class IngestFixture implements AutoCloseable {
    static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    final List<Outgoing> log = new CopyOnWriteArrayList<>();
    final DefinitionHistory definitions = new DefinitionHistory();
    final Gate gate = new Gate();
    volatile boolean kafkaFails;

    private final Platform platform =
            new Platform(
                    new KafkaConfig(
                            "127.0.0.1:1",
                            List.of(URI.create("http://127.0.0.1:1")),
                            "test.",
                            Map.of()));
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    IngestFixture(DefinitionSet... sets) {
        for (var set : sets) {
            definitions.add(set);
        }
        var routes =
                new IngestRoutes(
                        this::publish,
                        definitions,
                        platform.health(),
                        InstantSource.fixed(NINE),
                        gate,
                        new IngestMeters(platform.meters()),
                        platform.traces());
        server = HttpServer.start(HttpServer.Config.loopback(0), platform, routes);
    }

    private void publish(List<? extends Outgoing> records) throws PublishException {
        if (kafkaFails) {
            throw new PublishException("no acknowledgement", new TimeoutException());
        }
        log.addAll(records);
    }

    HttpResponse<String> postJson(String path, String body) {
        return post(path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    HttpResponse<String> postWrite(byte[] body) {
        return post(
                "/api/v1/write",
                BodyPublishers.ofByteArray(body),
                "Content-Type",
                "application/x-protobuf",
                "Content-Encoding",
                "snappy");
    }

    HttpResponse<String> post(String path, BodyPublisher body, String... headers) {
        var request = request(path).POST(body);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<MetricSample> samples() {
        return log.stream()
                .filter(Outgoing.Sample.class::isInstance)
                .map(each -> ((Outgoing.Sample) each).value())
                .toList();
    }

    List<AlertEvent> alerts() {
        return log.stream().map(each -> ((Outgoing.Alert) each).value()).toList();
    }

    List<ChangeEvent> changes() {
        return log.stream()
                .filter(Outgoing.Change.class::isInstance)
                .map(each -> ((Outgoing.Change) each).value())
                .toList();
    }

    /// A counter of this name, summed over those whose tags contain `tags`; 0 when there is none.
    double counted(String name, String... tags) {
        return platform.meters().find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double gauge(String name) {
        return platform.meters().get(name).gauge().value();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        // It waits for an answer of brokers that are not there; these tests do not.
        Thread.ofPlatform().daemon().start(platform::close);
    }
}
