package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A webhook's other end on loopback. The path says how it answers.
final class Receiver implements AutoCloseable {
    /// One request as it arrived; header names in lower case.
    record Request(Map<String, String> headers, String body) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /// An address that answers with a status (`/204`), with `Retry-After` (`/429/7`), or as
    /// `/reset`, `/silent`, `/drip` and `/huge` say.
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            requests.add(new Request(headers, body));
            switch (exchange.getRequestURI().getPath()) {
                case "/reset" -> {}
                case "/silent" -> rest(60_000);
                case "/drip" -> drip(exchange);
                case "/huge" -> huge(exchange);
                case String path -> status(exchange, path.substring(1).split("/"));
            }
        }
    }

    private static void status(HttpExchange exchange, String[] path) throws IOException {
        if (path.length > 1) {
            exchange.getResponseHeaders().add("Retry-After", path[1].replace('_', ' '));
        }
        exchange.getResponseHeaders().add("Location", "/200");
        exchange.sendResponseHeaders(Integer.parseInt(path[0]), -1);
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (!rest(20)) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        }
    }

    private static void huge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        var chunk = new byte[64 * 1024];
        for (int i = 0; i < 10_000; i++) {
            exchange.getResponseBody().write(chunk);
        }
    }

    private boolean rest(int millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
