package tocsin.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry that gives one answer to everything, whatever it is asked.
final class BrokenRegistry implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private volatile int status;
    private volatile String body;
    private volatile boolean stalls;

    private BrokenRegistry(HttpServer server, int status, String body, boolean stalls) {
        this.server = server;
        this.status = status;
        this.body = body;
        this.stalls = stalls;
    }

    static BrokenRegistry answering(int status, String body) throws IOException {
        return start(status, body, false);
    }

    /// Sends headers and the first byte of an answer, then nothing.
    static BrokenRegistry stalling() throws IOException {
        return start(200, "{}", true);
    }

    private static BrokenRegistry start(int status, String body, boolean stalls)
            throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var registry = new BrokenRegistry(HttpServer.create(address, 0), status, body, stalls);
        registry.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        registry.server.createContext("/", registry::answer);
        registry.server.start();
        return registry;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            if (stalls) {
                exchange.getResponseBody().write(bytes, 0, 1);
                exchange.getResponseBody().flush();
                closing.await();
            }
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void answerFromNowOn(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
        stalls = false;
    }

    int asked() {
        return asked.get();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/registry");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
