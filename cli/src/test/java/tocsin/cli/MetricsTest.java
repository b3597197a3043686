package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.Traces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// After one page, everything that the rules and dashboards look at is there, and says what has
/// happened; and one trace leads from the request to the page.
class MetricsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path folder;

    @Test
    void what_the_rules_and_dashboards_name_is_exposed() throws Exception {
        var spans = InMemorySpanExporter.create();
        var traces = Traces.to(SimpleSpanProcessor.create(spans), "tocsin", 1);
        try (var tocsin = LocalTocsin.start(folder, LocalTocsin.demoDefinitions(), traces);
                var ingest = new ApiClient(tocsin.installation().ingestUrl())) {
            var url = tocsin.installation().ingestUrl() + "/metrics";
            assertThat(ingest.post("/v1/samples", List.of()).ok()).isFalse();
            assertThat(ingest.post("/v1/samples", outage()).status()).isEqualTo(202);
            LocalTocsin.await("the phone rings", SOON, () -> !tocsin.ledger().isEmpty());
            LocalTocsin.await(
                    "the acceptance is counted",
                    SOON,
                    () -> value(url, "tocsin_delivery_seconds_count") > 0);

            assertThat(names(url)).containsAll(ObservabilityFiles.metrics());
            assertThat(value(url, "tocsin_ready")).isEqualTo(1);
            assertThat(value(url, "tocsin_detector_breaches_total")).isPositive();
            assertThat(value(url, "tocsin_dead_letters_total")).isZero();
            assertThat(value(url, "tocsin_input_age_seconds_count{topic=\"breaches\"}"))
                    .isPositive();
            assertThat(value(url, "tocsin_detector_tick_seconds"))
                    .isBetween(
                            Instant.now().minusSeconds(10).getEpochSecond() * 1.0,
                            Instant.now().plusSeconds(1).getEpochSecond() * 1.0);
            assertOneTrace(spans.getFinishedSpanItems());
            assertThat(LogVerification.of(tocsin.installation().kafka()).same()).isTrue();
        }
    }

    /// From the request that was accepted to the page that was accepted.
    private static void assertOneTrace(List<SpanData> spans) {
        var page = span(spans, "notify", "tocsin.attempt", 1);
        var incident = parent(spans, page);
        var breach = parent(spans, incident);
        var request = parent(spans, breach);

        assertThat(incident.getName()).isEqualTo("process tocsin.breaches");
        assertThat(breach.getName()).isEqualTo("process tocsin.metrics");
        assertThat(request.getName()).isEqualTo("POST /v1/samples");
        assertThat(request.getParentSpanContext().isValid()).isFalse();
        assertThat(span(spans, "send tocsin.metrics", "messaging.batch.message_count", 100))
                .satisfies(sent -> assertThat(parent(spans, sent)).isEqualTo(request));
        assertThat(spans)
                .filteredOn(span -> span.getTraceId().equals(page.getTraceId()))
                .extracting(SpanData::getKind)
                .contains(SpanKind.SERVER, SpanKind.PRODUCER, SpanKind.CONSUMER, SpanKind.CLIENT);
    }

    private static SpanData span(List<SpanData> spans, String name, String attribute, long value) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .filter(span ->
                        Long.valueOf(value)
                                .equals(span.getAttributes().get(AttributeKey.longKey(attribute))))
                .findFirst()
                .orElseThrow();
    }

    private static SpanData parent(List<SpanData> spans, SpanData child) {
        return spans.stream()
                .filter(span -> span.getSpanId().equals(child.getParentSpanId()))
                .findFirst()
                .orElseThrow();
    }

    /// A minute of calm, then forty seconds in which every request failed.
    private static Map<String, Object> outage() {
        var begin = Instant.now().minusSeconds(105);
        return Map.of(
                "samples",
                IntStream.rangeClosed(1, 100)
                        .mapToObj(second ->
                                Map.of(
                                        "service",
                                        "checkout",
                                        "sli",
                                        "availability",
                                        "id",
                                        "web-1/" + second,
                                        "at",
                                        begin.plusSeconds(second).toString(),
                                        "seconds",
                                        1,
                                        "good",
                                        second <= 60 ? 20 : 0,
                                        "total",
                                        20))
                        .toList());
    }

    private static Set<String> names(String url) {
        return lines(url).stream()
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    /// The sum of the series whose name, or name and labels, begin so.
    private static double value(String url, String series) {
        return lines(url).stream()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<String> lines(String url) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
