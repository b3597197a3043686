package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A conversation in Slack, as its API keeps it, whose members press buttons.
final class SlackRoom implements AutoCloseable {
    private final Map<String, JsonNode> messages = new ConcurrentSkipListMap<>();
    private final String signingSecret;
    private final HttpServer server;

    SlackRoom(String signingSecret) throws IOException {
        this.signingSecret = signingSecret;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/chat.postMessage", exchange -> answer(exchange, true));
        server.createContext("/api/chat.update", exchange -> answer(exchange, false));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /// What the only first message says now.
    String text() {
        return first().path("text").asString();
    }

    /// The buttons of that message, by what stands on them.
    List<String> buttons() {
        return elements().keySet().stream().toList();
    }

    /// A member presses a button; what Slack is answered, status and text.
    String press(String button, String user, String callback, Instant at)
            throws IOException, InterruptedException {
        var element = elements().get(button);
        var payload =
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of(
                                        "type",
                                        "block_actions",
                                        "trigger_id",
                                        "1.2.3",
                                        "user",
                                        Map.of("id", user),
                                        "actions",
                                        List.of(element)));
        var body = "payload=" + URLEncoder.encode(payload, UTF_8);
        var time = Long.toString(at.getEpochSecond());
        var request =
                HttpRequest.newBuilder(URI.create(callback))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Slack-Request-Timestamp", time)
                        .header("X-Slack-Signature", "v0=" + mac("v0:" + time + ":" + body))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return (answer.statusCode() + " " + answer.body()).strip();
        }
    }

    private Map<String, JsonNode> elements() {
        var elements = new TreeMap<String, JsonNode>();
        first().path("blocks")
                .path(1)
                .path("elements")
                .forEach(one -> elements.put(one.path("text").path("text").asString(), one));
        return elements;
    }

    private JsonNode first() {
        return messages.values().stream()
                .filter(message -> !message.has("thread_ts"))
                .findFirst()
                .orElseThrow();
    }

    private void answer(HttpExchange exchange, boolean isNew) throws IOException {
        try (exchange) {
            var message = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            var ts =
                    isNew
                            ? "1767603600.%06d".formatted(messages.size() + 1)
                            : message.path("ts").asString();
            messages.put(ts, message);
            var answer = "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"%s\"}".formatted(ts);
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
        }
    }

    private String mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signingSecret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
