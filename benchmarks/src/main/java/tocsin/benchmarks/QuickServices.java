package tocsin.benchmarks;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Services that page after one bad sample: their definitions, and their samples over HTTP.
final class QuickServices implements AutoCloseable {
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

    private final HttpClient http = HttpClient.newHttpClient();
    private final String ingest;

    /// @param ingest base URL
    QuickServices(String ingest) {
        this.ingest = ingest;
    }

    /// Definitions of services with these names, which page `phone`.
    static List<Document> documents(URI phone, Collection<String> services) {
        var documents = new ArrayList<>(documents(SHARED.replace("PHONE_URL", phone.toString())));
        for (var service : services) {
            documents.addAll(documents(OF_SERVICE.replace("SERVICE", service)));
        }
        return documents;
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

    /// Reports a hundred events in the second that ended `ago` seconds ago.
    void send(String service, int ago, int good) throws IOException, InterruptedException {
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

    @Override
    public void close() {
        http.close();
    }
}
