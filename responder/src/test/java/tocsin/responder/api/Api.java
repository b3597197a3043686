package tocsin.responder.api;

import io.javalin.config.JavalinConfig;

import tocsin.runtime.HttpServer;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Platform;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Routes on a loopback listener, and a client for them.
final class Api implements AutoCloseable {
    /// Its broker does not exist; nothing here asks for one.
    private static final Platform PLATFORM =
            new Platform(
                    new KafkaConfig(
                            "127.0.0.1:1",
                            List.of(URI.create("http://127.0.0.1:1")),
                            "test.",
                            Map.of()));

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    Api(Consumer<JavalinConfig> routes) {
        this(HttpServer.Config.loopback(0), routes);
    }

    /// Routes whose callers have to show a token of this file.
    static Api guarded(Path tokens, Consumer<JavalinConfig> routes) {
        return new Api(HttpServer.Config.loopback(0).withTokens(tokens.toString()), routes);
    }

    private Api(HttpServer.Config config, Consumer<JavalinConfig> routes) {
        server = HttpServer.start(config, PLATFORM, routes);
    }

    String url() {
        return server.url();
    }

    record Response(int status, JsonNode body, HttpResponse<String> http) {}

    Response get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    Response post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .setHeader("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    private Response send(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        var text = response.body();
        return new Response(
                response.statusCode(),
                text.startsWith("{")
                        ? JsonMapper.shared().readTree(text)
                        : JsonMapper.shared().createObjectNode(),
                response);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
