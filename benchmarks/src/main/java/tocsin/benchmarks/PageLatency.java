package tocsin.benchmarks;

import tocsin.cli.Installation;
import tocsin.cli.PhoneReceiver;
import tocsin.notifier.NotifierConfig;
import tocsin.notifier.channel.Secret;
import tocsin.runtime.definitions.Document;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// From a sample accepted to its page at a local webhook: one installation with everything in one
/// JVM, one service after the other fails.
///
/// ```
/// PageLatency [breaches = 250]
/// ```
///
/// The first fifth warms up and is not counted.
public final class PageLatency {
    private static final String SECRET = "benchmark and notifier share this";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String SHARED =
            """
            [{"apiVersion": "tocsin.dev/v1", "kind": "BurnPolicy", "metadata": {"name": "quick"}, "spec": {
               "clearFor": "10s", "minEpisode": "20s",
               "pairs": [{"factor": 14.4, "long": "2m", "short": "20s", "class": "PAGE_FAST"}]}},
             {"apiVersion": "tocsin.dev/v1", "kind": "Channel", "metadata": {"name": "phone"},
              "spec": {"type": "webhook", "url": "PHONE_URL"}},
             {"apiVersion": "tocsin.dev/v1", "kind": "EscalationPolicy", "metadata": {"name": "default"}, "spec": {
               "steps": [{"targets": [{"name": "on-call", "channels": ["phone"]}], "deliverWithin": "60s", "acknowledgeWithin": "30m"}],
               "lastResort": {"name": "last-resort", "channels": ["console"]}}}]
            """;

    private static final String OF_SERVICE =
            """
            [{"apiVersion": "tocsin.dev/v1", "kind": "Service", "metadata": {"name": "SERVICE"}, "spec": {"tier": 1}},
             {"apiVersion": "openslo/v1", "kind": "SLO",
              "metadata": {"name": "SERVICE-availability", "annotations": {"tocsin.dev/burn-policy": "quick"}},
              "spec": {"service": "SERVICE", "budgetingMethod": "Occurrences",
                "timeWindow": [{"duration": "30d", "isRolling": true}],
                "indicator": {"metadata": {"name": "availability"}, "spec": {"ratioMetric": {"counter": true,
                  "good": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}},
                  "total": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}}}}},
                "objectives": [{"target": 0.999}]}}]
            """;

    private final BlockingQueue<String> pages = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private PageLatency() {}

    static void main(String[] arguments) throws Exception {
        int breaches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 250;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try {
            print(new PageLatency().measure(folder, breaches));
        } finally {
            Folders.delete(folder);
        }
        System.exit(0);
    }

    private double[] measure(Path folder, int breaches) throws Exception {
        try (var phone =
                        PhoneReceiver.start(
                                folder.resolve("phone.ndjson"),
                                SECRET,
                                message -> pages.add(message.path("service").asString()));
                var tocsin = Installation.start(plan(folder, phone.url(), breaches), () -> {})) {
            var millis = new double[breaches];
            for (int number = 0; number < breaches; number++) {
                millis[number] = millisToPage(tocsin.ingestUrl(), "p" + number);
            }
            return Arrays.copyOfRange(millis, breaches / 5, breaches);
        }
    }

    private static Installation.Plan plan(Path folder, String phone, int services) {
        var documents = new ArrayList<>(documents(SHARED.replace("PHONE_URL", phone)));
        for (int number = 0; number < services; number++) {
            documents.addAll(documents(OF_SERVICE.replace("SERVICE", "p" + number)));
        }
        return new Installation.Plan(
                folder.resolve("data"),
                Installation.PortPlan.free(),
                documents,
                Duration.ofSeconds(10),
                new NotifierConfig(Map.of("phone", new Secret(SECRET)), System.out),
                System.out::println);
    }

    private static List<Document> documents(String json) {
        var documents = new ArrayList<Document>();
        for (var body : JsonMapper.shared().readTree(json)) {
            documents.add(
                    new Document(
                            body.path("kind").asString(),
                            body.path("metadata").path("name").asString(),
                            body));
        }
        return documents;
    }

    private double millisToPage(String ingest, String service)
            throws IOException, InterruptedException {
        send(ingest, service, 30, 100);
        send(ingest, service, 0, 0);
        long accepted = System.nanoTime();
        var paged = pages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (!service.equals(paged)) {
            throw new IllegalStateException("the page of " + service + " did not come: " + paged);
        }
        return (System.nanoTime() - accepted) / 1e6;
    }

    /// A hundred events in the second that ended `ago` seconds ago.
    private void send(String ingest, String service, int ago, int good)
            throws IOException, InterruptedException {
        var sample =
                Map.of(
                        "service",
                        service,
                        "sli",
                        "availability",
                        "id",
                        service + "-" + ago,
                        "at",
                        Instant.now().minusSeconds(ago).toString(),
                        "seconds",
                        1,
                        "good",
                        good,
                        "total",
                        100);
        var body = JsonMapper.shared().writeValueAsString(Map.of("samples", List.of(sample)));
        var request =
                HttpRequest.newBuilder(URI.create(ingest + "/v1/samples"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
    }

    private static void print(double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%n%d breaches: p50 %.0f ms, p99 %.0f ms, worst %.0f ms from sample accepted to"
                        + " page%n",
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }
}
