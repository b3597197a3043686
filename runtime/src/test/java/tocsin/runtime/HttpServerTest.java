package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Without Kafka and without a registry: the process is live, not ready, and says why.
class HttpServerTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Platform platform;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        platform =
                new Platform(
                        new KafkaConfig(
                                "127.0.0.1:1",
                                List.of(URI.create("http://127.0.0.1:1")),
                                "tocsin.",
                                Map.of()));
        server =
                HttpServer.start(
                        new HttpServer.Config("127.0.0.1", 0, 1_000, ""),
                        platform,
                        config -> {
                            config.routes.post("/echo", context -> context.result(context.body()));
                            config.routes.post("/refuse", context -> context.status(413));
                        });
    }

    @AfterAll
    static void stop() {
        server.close();
        platform.close();
    }

    @Test
    void live_says_nothing_of_dependencies() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void ready_is_503_with_the_reason_while_a_dependency_is_down() throws Exception {
        var answer = get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"kafka\":").contains("\"schema-registry\":");
    }

    @Test
    void ready_is_200_once_every_check_is_content() {
        var health = new Health();
        health.check("a", () -> Optional.of("still reading"));
        assertThat(health.problems()).containsExactly(Map.entry("a", "still reading"));

        health.check("a", Optional::empty);

        assertThat(health.ready()).isTrue();
    }

    @Test
    void a_warning_is_told_and_changes_nothing() throws Exception {
        platform.health().warn("last-resort", () -> Optional.of("used for page p1"));
        var answer = get("/health/ready");

        assertThat(answer.body()).contains("\"warnings\":{\"last-resort\":\"used for page p1\"}");
        assertThat(platform.health().problems()).doesNotContainKey("last-resort");
        platform.health().remove("last-resort");
        assertThat(get("/health/ready").body()).doesNotContain("warnings");
    }

    /// A connection that is closed over unread bytes is reset, and the answer is lost with it.
    @Test
    void whoever_sends_too_much_is_told_so() throws Exception {
        var large = HttpRequest.BodyPublishers.ofByteArray(new byte[4_200_000]);
        for (int i = 0; i < 50; i++) {
            var request = HttpRequest.newBuilder(URI.create(server.url() + "/refuse"));

            var answer =
                    HTTP.send(request.POST(large).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void metrics_are_in_the_format_of_prometheus() throws Exception {
        var answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void a_body_over_the_limit_is_413() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + "/echo"))
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_001)))
                        .build();

        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_port_in_use_is_named() {
        assertThatThrownBy(() ->
                        HttpServer.start(
                                HttpServer.Config.loopback(server.port()), platform, _ -> {}))
                .isInstanceOfSatisfying(
                        PortInUseException.class,
                        taken -> assertThat(taken.port()).isEqualTo(server.port()));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
