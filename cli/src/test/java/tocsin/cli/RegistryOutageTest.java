package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.ingest.Ingest;
import tocsin.ingest.IngestConfig;
import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;
import tocsin.schemas.RegistryException;
import tocsin.schemas.Topics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A real service and a real registry that ends.
class RegistryOutageTest {
    @TempDir private Path folder;

    @Test
    void a_service_whose_schemas_were_known_starts_and_works_while_the_registry_is_down()
            throws Exception {
        try (var broker = BrokerFixture.start(folder)) {
            var remembering = remembering(broker.kafka());
            try (var platform = new Platform(remembering);
                    var ingest = ingest(platform)) {
                assertThat(post(ingest, "before")).isEqualTo(202);
            }
            broker.stopRegistry();

            try (var platform = new Platform(broker.kafka())) {
                assertThatThrownBy(() -> ingest(platform)).isInstanceOf(RegistryException.class);
            }
            try (var platform = new Platform(remembering);
                    var ingest = ingest(platform)) {
                assertThat(post(ingest, "after")).isEqualTo(202);
                assertThat(new LogReader(remembering, platform.serdes()).values(Topics.METRICS))
                        .extracting(sample -> sample.getService())
                        .contains("before", "after");
                LocalTocsin.await(
                        "health tells of both",
                        Duration.ofSeconds(20),
                        () ->
                                Optional.ofNullable(
                                                platform.health().problems().get("schema-registry"))
                                        .orElse("")
                                        .matches(
                                                ".*cannot be used.*; works with the schemas in"
                                                        + " .*"));
            }
        }
    }

    private KafkaConfig remembering(KafkaConfig kafka) {
        return new KafkaConfig(
                kafka.bootstrapServers(),
                kafka.registries(),
                kafka.prefix(),
                kafka.extra(),
                Optional.of(folder.resolve("schemas.json")),
                kafka.serde());
    }

    private static Ingest ingest(Platform platform) {
        return Ingest.start(
                new IngestConfig(HttpServer.Config.loopback(0)),
                platform,
                () -> System.out.println("ingest has given up"));
    }

    private static int post(Ingest ingest, String service) throws Exception {
        var body =
                """
                {"samples":[{"service":"%s","sli":"availability","at":"%s",
                  "seconds":10,"good":980,"total":1000}]}
                """
                        .formatted(service, Instant.now());
        var request =
                HttpRequest.newBuilder(URI.create(ingest.url() + "/v1/samples"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
