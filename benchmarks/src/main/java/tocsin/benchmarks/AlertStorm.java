package tocsin.benchmarks;

import tocsin.cli.Installation;
import tocsin.cli.PhoneReceiver;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Alerts of one service pour in through ingest, each another; in the middle, and once more at the
/// end, one of another service has to page. Everything runs in one JVM.
///
/// ```
/// AlertStorm [alerts = 100000] [seconds = 10]
/// ```
public final class AlertStorm {
    private static final String SECRET = "benchmark and notifier share this";
    private static final int BATCH = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Page> pages = new LinkedBlockingQueue<>();
    private int ofStorm;

    private record Page(String service, long nanos) {}

    private AlertStorm() {}

    static void main(String[] arguments) throws Exception {
        int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try {
            new AlertStorm().measure(folder, alerts, seconds);
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    private void measure(Path folder, int alerts, int seconds) throws Exception {
        try (var phone =
                        PhoneReceiver.start(
                                folder.resolve("phone.ndjson"),
                                SECRET,
                                message ->
                                        pages.add(
                                                new Page(
                                                        message.path("service").asString(),
                                                        System.nanoTime())));
                var tocsin = Installation.start(plan(folder, phone.url()), () -> {})) {
            var ingest = tocsin.ingestUrl();
            // One page beforehand, so that classes are loaded.
            double _ = millisToPage(ingest, "warm-up");
            long begun = System.nanoTime();
            long half = begun;
            int batches = alerts / BATCH;
            for (int batch = 0; batch < batches; batch++) {
                long due = begun + (long) (seconds * 1e9 * batch / batches);
                LockSupport.parkNanos(due - System.nanoTime());
                send(ingest, "storm", batch * BATCH, BATCH);
                if (batch == batches / 2) {
                    half = System.nanoTime();
                    send(ingest, "middle", 0, 1);
                }
            }
            double sent = (System.nanoTime() - begun) / 1e9;
            double middle = waitFor("middle", half);
            double after = millisToPage(ingest, "after");
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d alerts of one service sent in %.1f s: %d page of it; another service's"
                            + " alert in the middle paged after %.0f ms, one right behind the last"
                            + " after %.0f ms%n",
                    alerts,
                    sent,
                    ofStorm,
                    middle,
                    after);
        }
    }

    private static Installation.Plan plan(Path folder, String phone) {
        return new Installation.Plan(
                folder.resolve("data"),
                Installation.PortPlan.free(),
                QuickServices.documents(URI.create(phone), List.of()),
                Duration.ofSeconds(10),
                new NotifierConfig(Map.of("phone", new Secret(SECRET)), System.out),
                System.out::println);
    }

    private double millisToPage(String ingest, String service) throws InterruptedException {
        long begun = System.nanoTime();
        send(ingest, service, 0, 1);
        return waitFor(service, begun);
    }

    private double waitFor(String service, long begun) throws InterruptedException {
        while (true) {
            var page = pages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (page == null) {
                throw new IllegalStateException("the page of " + service + " did not come");
            }
            if (page.service.equals(service)) {
                return (page.nanos - begun) / 1e6;
            }
            ofStorm += page.service.equals("storm") ? 1 : 0;
        }
    }

    private void send(String ingest, String service, int from, int count) {
        var now = Instant.now().toString();
        var alerts =
                IntStream.range(from, from + count)
                        .mapToObj(n ->
                                Map.of(
                                        "labels",
                                        Map.of(
                                                "alertname",
                                                "PodDown",
                                                "service",
                                                service,
                                                "severity",
                                                "critical",
                                                "pod",
                                                "pod-" + n),
                                        "annotations",
                                        Map.of("summary", "pod " + n + " is down"),
                                        "startsAt",
                                        now))
                        .toList();
        var request =
                HttpRequest.newBuilder(URI.create(ingest + "/api/v2/alerts"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(alerts)))
                        .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
