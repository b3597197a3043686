package tocsin.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// A receiver of webhooks that thinks for a while before it answers.
final class SlowProvider implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Duration thinks;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> received = new ConcurrentHashMap<>();
    private final LongAdder answered = new LongAdder();
    private volatile boolean remembers = true;

    SlowProvider(Duration thinks) throws IOException {
        this.thinks = thinks;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /// How many requests have been answered.
    long answered() {
        return answered.sum();
    }

    /// When the request for a page came, by `System.nanoTime`.
    long awaitRequest(String page) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            var at = received.remove(page);
            if (at != null) {
                return at;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
        throw new IllegalStateException(page + " did not come");
    }

    /// From now on it only counts.
    void forget() {
        remembers = false;
        received.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            var id = exchange.getRequestHeaders().getFirst("webhook-id");
            if (remembers && id != null) {
                received.put(id, now);
            }
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            LockSupport.parkNanos(thinks.toNanos());
            answered.increment();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
