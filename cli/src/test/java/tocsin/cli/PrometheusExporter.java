package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Counters of two jobs that grow with real time, whose requests all fail while an outage is on;
/// and a door in front of ingest's remote write that can be shut.
final class PrometheusExporter implements AutoCloseable {
    private static final int PER_SECOND = 97;

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final String ingest;
    private volatile boolean doorOpen;

    private static final class Job {
        private long begun = System.nanoTime();
        private long good;
        private long bad;
        private boolean outage;
        private final List<Long> totals = new ArrayList<>();

        private synchronized void grow() {
            long due = (System.nanoTime() - begun) / (1_000_000_000L / PER_SECOND);
            long more = due - good - bad;
            good += outage ? 0 : more;
            bad += outage ? more : 0;
        }

        private synchronized String render() {
            grow();
            totals.add(good + bad);
            return """
            # TYPE http_requests_total counter
            http_requests_total{code="200",handler="/pay"} %d
            http_requests_total{code="500",handler="/pay"} %d
            # TYPE unrelated_total counter
            unrelated_total 5
            """
                    .formatted(good, bad);
        }
    }

    private PrometheusExporter(HttpServer server, String ingest) {
        this.server = server;
        this.ingest = ingest;
    }

    static PrometheusExporter start(String ingest, String... names) {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            var exporter = new PrometheusExporter(server, ingest);
            for (var name : names) {
                exporter.jobs.put(name, new Job());
                server.createContext("/" + name, exchange -> exporter.scrape(exchange, name));
            }
            server.createContext("/door/api/v1/write", exporter::door);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return exporter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Remote write through the door.
    String doorUrl() {
        return "http://127.0.0.1:" + port() + "/door";
    }

    void openDoor() {
        doorOpen = true;
    }

    void outage(String name, boolean on) {
        var job = jobs.get(name);
        synchronized (job) {
            job.grow();
            job.outage = on;
        }
    }

    /// What each scrape of a job saw in all.
    List<Long> totals(String name) {
        var job = jobs.get(name);
        synchronized (job) {
            return List.copyOf(job.totals);
        }
    }

    private void scrape(HttpExchange exchange, String name) throws IOException {
        try (exchange) {
            var text = jobs.get(name).render().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private void door(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (!doorOpen) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            var request =
                    HttpRequest.newBuilder(URI.create(ingest + "/api/v1/write"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
            for (var name : List.of("Content-Type", "Content-Encoding")) {
                request.header(name, exchange.getRequestHeaders().getFirst(name));
            }
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            exchange.sendResponseHeaders(answer.statusCode(), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
