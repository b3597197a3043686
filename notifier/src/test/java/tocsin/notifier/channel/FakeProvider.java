package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A provider on loopback: it answers as its script says, then as the provider itself would. Every
/// request is on its ledger; one that the provider does not know fails the test.
final class FakeProvider implements AutoCloseable {
    /// One request as it arrived; header names in lower case.
    record Request(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// How a request is answered.
    sealed interface Answer {
        record Plain(int status, Map<String, String> headers, String body) implements Answer {}

        /// The provider has no such request.
        record Unexpected(String why) implements Answer {}

        /// The connection is cut without a word.
        record Reset() implements Answer {}

        /// Nothing comes, and the connection stays.
        record Silent() implements Answer {}

        /// A status, and then a byte now and then.
        record Drip(int status) implements Answer {}

        /// A status, and then more than anybody wants to read.
        record Endless(int status) implements Answer {}

        static Answer of(int status, String body) {
            return new Plain(status, Map.of(), body);
        }

        static Answer of(int status, Map<String, String> headers, String body) {
            return new Plain(status, headers, body);
        }
    }

    private static final int DRIP_MILLIS = 20;

    private final Function<Request, Answer> provider;
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> ledger = new CopyOnWriteArrayList<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /// @param provider how it answers when nothing else is scripted
    FakeProvider(Function<Request, Answer> provider) {
        this.provider = provider;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The next requests are answered like this, whatever they are.
    void next(Answer... answers) {
        script.addAll(List.of(answers));
    }

    List<Request> requests() {
        return ledger;
    }

    Request last() {
        return ledger.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            var path = exchange.getRequestURI().toString();
            var request = new Request(exchange.getRequestMethod(), path, headers, body);
            ledger.add(request);
            var scripted = script.poll();
            answer(exchange, scripted == null ? provider.apply(request) : scripted);
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Plain(var status, var headers, var body) -> {
                headers.forEach(exchange.getResponseHeaders()::add);
                var bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case Answer.Unexpected(var why) -> {
                unexpected.add(why);
                exchange.sendResponseHeaders(404, -1);
            }
            case Answer.Reset() -> {}
            case Answer.Silent() -> rest(60_000);
            case Answer.Drip(int status) -> drip(exchange, status);
            case Answer.Endless(int status) -> endless(exchange, status);
        }
    }

    private void drip(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        while (!rest(DRIP_MILLIS)) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
        }
    }

    private static void endless(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 0);
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
        assertThat(unexpected).as("requests that the provider does not know").isEmpty();
    }
}
