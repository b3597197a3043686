package tocsin.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A listener with one route of each need, and a token of each role.
class AccessTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Platform PLATFORM =
            new Platform(
                    new KafkaConfig(
                            "127.0.0.1:1",
                            List.of(URI.create("http://127.0.0.1:1")),
                            "test.",
                            Map.of()));

    @TempDir private Path folder;
    private final AtomicInteger reached = new AtomicInteger();
    private Path file;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("tokens.json");
        for (var role : Role.values()) {
            if (role != Role.ANYONE) {
                add(role.text(), role);
            }
        }
        server =
                HttpServer.start(
                        HttpServer.Config.loopback(0).withTokens(file.toString()),
                        PLATFORM,
                        config -> {
                            for (var role : Role.values()) {
                                config.routes.post("/" + role.text(), this::reach, role);
                            }
                            config.routes.get("/plain", this::reach);
                            config.routes.post("/plain", this::reach);
                            config.routes.delete("/plain", this::reach);
                        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void each_route_lets_in_just_the_roles_that_may() {
        for (var route : Role.values()) {
            for (var role : Role.values()) {
                boolean may = route == Role.ANYONE || (role != Role.ANYONE && role.grants(route));
                int before = reached.get();

                int status = send("POST", "/" + route.text(), "Bearer " + role.text());

                assertThat(status)
                        .as("%s with a token of %s", route, role)
                        .isEqualTo(may ? 200 : role == Role.ANYONE ? 401 : 403);
                assertThat(reached.get() - before).isEqualTo(may ? 1 : 0);
            }
        }
    }

    @Test
    void a_route_that_names_no_role_is_read_by_viewers_and_written_by_responders() {
        assertThat(send("GET", "/plain", "Bearer viewer")).isEqualTo(200);
        assertThat(send("POST", "/plain", "Bearer viewer")).isEqualTo(403);
        assertThat(send("DELETE", "/plain", "Bearer approver")).isEqualTo(403);
        assertThat(send("POST", "/plain", "bearer  responder ")).isEqualTo(200);
        assertThat(send("GET", "/plain", "Bearer sender")).isEqualTo(403);
    }

    @Test
    void without_a_valid_token_the_answer_says_nothing_but_that() throws Exception {
        for (var header :
                List.of("", "Bearer", "Bearer ", "Basic YWRtaW46YWRtaW4=", "Bearer nobody")) {
            var answer = answer("GET", "/plain", header);
            assertThat(answer.statusCode()).as(header).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"problems\":[\"this needs a valid token: Authorization: Bearer"
                                    + " TOKEN\"]}");
        }
        assertThat(PLATFORM.meters().counter("tocsin.http.refused", "status", "401").count())
                .isPositive();
    }

    @Test
    void health_and_metrics_are_open() {
        assertThat(send("GET", "/health/live", "")).isEqualTo(200);
        assertThat(send("GET", "/health/ready", "")).isEqualTo(503);
        assertThat(send("GET", "/metrics", "")).isEqualTo(200);
        assertThat(send("GET", "/nowhere", "")).isEqualTo(404);
    }

    @Test
    void a_changed_file_is_in_effect_soon_and_a_broken_one_changes_nothing() throws Exception {
        TokenFile.change(file, tokens -> tokens.without("viewer"));
        await(() -> send("GET", "/plain", "Bearer viewer") == 401);

        Files.writeString(file, "{\"tokens\":[");
        await(() -> PLATFORM.health().problems().containsKey("tokens"));
        assertThat(send("GET", "/plain", "Bearer responder")).isEqualTo(200);
        assertThat(PLATFORM.health().problems().get("tokens")).contains("tokens stay as they were");
    }

    @Test
    void a_file_that_others_may_write_to_is_refused() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThatThrownBy(() -> TokenFile.open(file)).hasMessageContaining("chmod go-w");
        assertThatThrownBy(() -> TokenFile.open(folder.resolve("none")))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void nobody_else_may_read_what_is_written() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private void reach(io.javalin.http.Context context) {
        reached.incrementAndGet();
        context.result(Access.caller(context).map(Caller::name).orElse("nobody"));
    }

    private void add(String secret, Role role) throws IOException {
        TokenFile.change(
                file, tokens -> tokens.with(TokenBookTest.token(secret, secret, null, role)));
    }

    private int send(String method, String path, String authorization) {
        try {
            return answer(method, path, authorization).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> answer(String method, String path, String authorization)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void await(java.util.function.BooleanSupplier happened) {
        var end = Instant.now().plusSeconds(10);
        while (!happened.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
