package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.IncidentEvent;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// An outage seen by a real Prometheus reaches Tocsin twice: as samples, from which the detector
/// makes a breach, and as an alert of Prometheus' own rule. In either order it is one incident and
/// one page. The SLOs use the demo's burn policy (one pair, 2 min and 20 s, factor 14.4).
class PrometheusTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void samples_and_alert_of_one_outage_are_one_incident_and_one_page() throws Exception {
        assumeTrue(
                PrometheusServer.installed().isPresent(),
                "prometheus is not installed (Debian: apt-get install prometheus); this test needs"
                        + " it");
        try (var tocsin = LocalTocsin.start(folder, definitions());
                var exporter =
                        PrometheusExporter.start(
                                tocsin.installation().ingestUrl(), "shop", "find");
                var breachFirst =
                        prometheus(
                                tocsin,
                                exporter,
                                "shop",
                                "checkout",
                                "20s",
                                tocsin.installation().ingestUrl());
                var alertFirst =
                        prometheus(tocsin, exporter, "find", "search", "0s", exporter.doorUrl())) {
            LocalTocsin.await(
                    "some calm has been scraped",
                    SOON,
                    () ->
                            exporter.totals("find").size() > 12
                                    && exporter.totals("shop").size() > 12);
            exporter.outage("shop", true);
            exporter.outage("find", true);

            LocalTocsin.await(
                    "the alert alone opens an incident",
                    SOON,
                    () -> !causes(tocsin, "search").isEmpty());
            exporter.openDoor();
            LocalTocsin.await(
                    "both causes are known to both incidents",
                    SOON,
                    () ->
                            Stream.of("checkout", "search")
                                    .allMatch(service -> causes(tocsin, service).size() == 2));
            exporter.outage("shop", false);
            exporter.outage("find", false);
            LocalTocsin.await(
                    "both incidents are resolved and told so",
                    Duration.ofSeconds(150),
                    () -> types(tocsin, "resolved").size() == 2);

            assertThat(causes(tocsin, "checkout").getFirst()).startsWith("breach/");
            assertThat(causes(tocsin, "search").getFirst()).startsWith("alert/alertmanager/");
            for (var service : List.of("checkout", "search")) {
                assertThat(facts(tocsin, service, IncidentEventKind.OPENED)).hasSize(1);
                assertThat(facts(tocsin, service, IncidentEventKind.RESOLVED)).hasSize(1);
                assertThat(pages(tocsin, service)).as("pages for %s", service).hasSize(1);
            }
            assertEverythingWasTaken(tocsin, breachFirst, alertFirst);
            breachFirst.stop();
            assertCountsAreTheCounters(tocsin, exporter);
        }
    }

    private PrometheusServer prometheus(
            LocalTocsin tocsin,
            PrometheusExporter exporter,
            String job,
            String service,
            String pending,
            String writeUrl) {
        return PrometheusServer.start(
                folder.resolve("prometheus-" + job),
                job,
                service,
                pending,
                exporter.port(),
                writeUrl,
                tocsin.installation().ingestUrl().replace("http://", ""));
    }

    /// Samples that no selector names (ALERTS, up, unrelated_total) are answered 2xx and counted.
    private static void assertEverythingWasTaken(LocalTocsin tocsin, PrometheusServer... servers)
            throws Exception {
        assertThat(
                        PrometheusServer.metric(
                                tocsin.installation().ingestUrl() + "/metrics",
                                "tocsin_ingest_series_unmatched_total"))
                .isPositive();
        for (var server : servers) {
            assertThat(server.metric("prometheus_remote_storage_samples_failed_total"))
                    .as(server.printed())
                    .isZero();
            assertThat(server.metric("prometheus_remote_storage_samples_total")).isPositive();
        }
    }

    /// The detector counted exactly what the counter grew between two scrapes: nothing twice,
    /// nothing extrapolated, nothing lost in between.
    private static void assertCountsAreTheCounters(
            LocalTocsin tocsin, PrometheusExporter exporter) {
        var totals = exporter.totals("shop");
        LocalTocsin.await(
                "the last signal tells of all scrapes",
                Duration.ofSeconds(90),
                () -> {
                    long counted = lastSignal(tocsin, "checkout").getBudget().getTotal();
                    int late = Math.max(0, totals.size() - 3);
                    return totals.subList(0, 2).stream()
                            .anyMatch(first ->
                                    totals.subList(late, totals.size()).contains(first + counted));
                });
    }

    private static SignalPoint lastSignal(LocalTocsin tocsin, String service) {
        var kafka = tocsin.installation().kafka();
        return LocalTocsin.reader(kafka).values(Topics.SIGNALS).stream()
                .filter(point -> point.getKind() == SignalKind.SLO)
                .filter(point -> point.getService().equals(service))
                .toList()
                .getLast();
    }

    private static List<IncidentEvent> facts(
            LocalTocsin tocsin, String service, IncidentEventKind kind) {
        return tocsin.facts(kind).stream()
                .filter(fact -> fact.getService().equals(service))
                .toList();
    }

    /// The causes of a service's incident in the order they came.
    private static List<String> causes(LocalTocsin tocsin, String service) {
        return facts(tocsin, service, IncidentEventKind.CAUSE_CHANGED).stream()
                .map(fact -> fact.getCauseChanged().getCause())
                .distinct()
                .toList();
    }

    private static HashSet<String> pages(LocalTocsin tocsin, String service) {
        return new HashSet<>(
                types(tocsin, "page").stream()
                        .filter(page -> page.path("service").asString().equals(service))
                        .map(page -> page.path("id").asString())
                        .toList());
    }

    private static List<JsonNode> types(LocalTocsin tocsin, String type) {
        return tocsin.ledger().stream()
                .filter(one -> one.path("type").asString().equals(type))
                .toList();
    }

    private static String definitions() {
        var demo = LocalTocsin.demoDefinitions();
        int slo = demo.indexOf("apiVersion: openslo/v1");
        int service = demo.indexOf("---\n", slo);
        return demo.substring(0, slo)
                + slo("checkout", "shop")
                + "---\n"
                + slo("search", "find")
                + demo.substring(service);
    }

    private static String slo(String service, String job) {
        return """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: %s-availability
          annotations: {tocsin.dev/burn-policy: demo}
        spec:
          service: %s
          budgetingMethod: Occurrences
          timeWindow: [{duration: 30d, isRolling: true}]
          indicator:
            metadata: {name: availability}
            spec:
              ratioMetric:
                counter: true
                bad: {metricSource: {type: prometheus, spec: {query: 'http_requests_total{job="%s",code=~"5.."}'}}}
                total: {metricSource: {type: prometheus, spec: {query: 'http_requests_total{job="%s"}'}}}
          objectives: [{target: 0.999}]
        """
                .formatted(service, service, job, job);
    }
}
