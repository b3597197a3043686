package tocsin.responder.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Order;
import tocsin.responder.execution.Outcome;
import tocsin.responder.execution.RunId;
import tocsin.responder.remediation.Remedies;
import tocsin.responder.remediation.Step;
import tocsin.runtime.WebhookSignature;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Against an endpoint that answers by a script.
class WebhooksTest {
    private static final Reach.Key KEY = new Reach.Key("not a real secret");

    private final Queue<Reply> script = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private HttpServer server;
    private Webhooks webhooks;

    private record Reply(int status, String location, String body) {}

    private record Request(String method, String path, Map<String, String> headers, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        webhooks =
                new Webhooks(
                        reach(url("/tocsin")),
                        () -> now,
                        time -> now = now.plus(time),
                        new Webhooks.Timing(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() {
        webhooks.close();
        server.stop(0);
    }

    @Test
    void it_is_told_what_to_do_once_and_signed() throws Exception {
        script.add(new Reply(200, "", "{\"status\": \"succeeded\"}"));

        assertThat(run().well()).isTrue();
        assertThat(requests)
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.method).isEqualTo("POST");
                    assertThat(request.headers)
                            .containsEntry("idempotency-key", "r1/run")
                            .containsEntry("webhook-id", "r1/run")
                            .containsEntry(
                                    "webhook-signature",
                                    WebhookSignature.of(KEY.bytes(), "r1/run", now, request.body));
                    assertThat(new JsonMapper().readTree(request.body).toString())
                            .isEqualTo(
                                    """
                                    {"action":"roll-back","incident":"checkout-1",\
                                    "payload":{"to":"2.13.2"},"remediation":"r1",\
                                    "service":"checkout","target":"checkout",\
                                    "type":"remediation.run"}\
                                    """);
                });
    }

    @Test
    void it_is_asked_until_it_has_ended() throws Exception {
        script.add(new Reply(202, "/runs/7", ""));
        script.add(new Reply(200, "", "{\"status\": \"running\"}"));
        script.add(new Reply(503, "", ""));
        script.add(new Reply(200, "", "{\"status\": \"failed\", \"reason\": \"no such tag\"}"));

        assertThat(run().reason()).isEqualTo("the endpoint says no such tag");
        assertThat(requests)
                .extracting(request -> request.method + " " + request.path)
                .containsExactly("POST /tocsin", "GET /runs/7", "GET /runs/7", "GET /runs/7");
    }

    @Test
    void where_it_is_asked_is_told_once_and_whoever_takes_over_asks_there_and_sends_nothing()
            throws Exception {
        script.add(new Reply(202, "/runs/7", ""));
        script.add(new Reply(200, "", "{\"status\": \"running\"}"));
        script.add(new Reply(200, "", "{\"status\": \"succeeded\"}"));
        assertThat(run().well()).isTrue();
        assertThat(told).containsExactly(url("/runs/7").toString());
        requests.clear();
        script.add(new Reply(200, "", "{\"status\": \"running\"}"));
        script.add(new Reply(200, "", "{\"status\": \"succeeded\"}"));

        var where = webhooks.status(new Step.Webhook("deploy", Map.of()), told.getFirst());
        assertThat(webhooks.resume(begun(), where.orElseThrow()).well()).isTrue();

        assertThat(requests)
                .hasSize(2)
                .allSatisfy(request -> {
                    assertThat(request.method + " " + request.path).isEqualTo("GET /runs/7");
                    assertThat(request.headers).containsEntry("webhook-id", "r1/run");
                });
    }

    @Test
    void only_the_endpoint_s_own_host_is_asked_about_a_run_that_was_cut() {
        var step = new Step.Webhook("deploy", Map.of());

        for (var status : List.of("", "http://127.0.0.1:1/runs/7", "/runs/7", "no url")) {
            assertThat(webhooks.status(step, status)).as(status).isEmpty();
        }
        assertThat(webhooks.status(new Step.Webhook("other", Map.of()), url("/runs/7").toString()))
                .isEmpty();
    }

    @Test
    void what_may_not_have_arrived_is_sent_again_under_the_same_key() throws Exception {
        script.add(new Reply(500, "", ""));
        script.add(new Reply(429, "", ""));
        script.add(new Reply(-1, "", ""));
        script.add(new Reply(204, "", ""));

        assertThat(run().well()).isTrue();
        assertThat(requests)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(request ->
                        assertThat(request.headers).containsEntry("idempotency-key", "r1/run"));
    }

    @Test
    void a_refusal_a_redirect_and_a_status_on_another_host_are_failures() throws Exception {
        script.add(new Reply(403, "", "no"));
        assertThat(run().reason()).isEqualTo("HTTP 403: no");
        script.add(new Reply(302, "http://127.0.0.1:1/", ""));
        assertThat(run().reason()).startsWith("HTTP 302");
        script.add(new Reply(202, "http://elsewhere.example/runs/7", ""));
        assertThat(run().reason()).startsWith("it runs, and nobody can ask how");
        script.add(new Reply(202, "", ""));
        assertThat(run().reason()).startsWith("it runs, and nobody can ask how");
        assertThat(requests).hasSize(4);
    }

    @Test
    void it_is_given_up_in_time_and_an_answer_without_end_is_none() throws Exception {
        for (int i = 0; i < 200; i++) {
            script.add(new Reply(200, "", "x".repeat(100_000)));
        }
        assertThat(run().reason()).startsWith("ended after 300 s: no answer");
        assertThat(requests).hasSize(151);
    }

    private Outcome run() throws InterruptedException {
        return webhooks.run(begun(), new Step.Webhook("deploy", Map.of("to", "2.13.2")), told::add);
    }

    private Desk.Begun begun() {
        var remedies = new Remedies();
        remedies.outage();
        return new Desk.Begun(
                new RunId("r1", false),
                new Step.Webhook("deploy", Map.of()),
                Duration.ofMinutes(5),
                new Order(remedies.run().proposal(), false, "h", 1, List.of(), "", now));
    }

    private static Reach reach(URI url) {
        return new Reach(Set.of(), Set.of(), Map.of("deploy", url), Optional.of(KEY), List.of());
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            headers(exchange),
                            body));
            var reply = script.remove();
            if (reply.status < 0) {
                return;
            }
            if (!reply.location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", reply.location);
            }
            var bytes = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.getFirst()));
        return headers;
    }
}
