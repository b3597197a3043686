package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.Topics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void spans_arrive_at_the_endpoint_as_otlp_over_http() throws Exception {
        var got = new CompletableFuture<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext(
                "/v1/traces",
                exchange -> {
                    try (exchange) {
                        var type = exchange.getRequestHeaders().getFirst("Content-Type");
                        var body = exchange.getRequestBody().readAllBytes();
                        exchange.sendResponseHeaders(200, -1);
                        got.complete(type + " " + new String(body, ISO_8859_1));
                    }
                });
        server.start();
        var endpoint = "http://127.0.0.1:" + server.getAddress().getPort();

        try (var traces = open(Map.of("TOCSIN_TRACES_ENDPOINT", endpoint))) {
            traces.start("POST /v1/samples", SpanKind.SERVER, PARENT).end();
        } finally {
            assertThat(got.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join())
                    .startsWith("application/x-protobuf")
                    .contains("POST /v1/samples", "service.name", "ingest")
                    .contains(new String(HexFormat.of().parseHex(TRACE), ISO_8859_1));
            server.stop(0);
        }
    }

    @Test
    void an_endpoint_that_is_not_there_holds_nothing_up() {
        var traces = open(Map.of("TOCSIN_TRACES_ENDPOINT", "http://127.0.0.1:1"));
        traces.start("POST /v1/samples", SpanKind.SERVER, PARENT).end();

        long begun = System.nanoTime();
        traces.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void off_the_trace_of_the_cause_goes_on_as_it_came() {
        assertThat(Traces.traceparent(Traces.OFF.start("any", SpanKind.SERVER, PARENT)))
                .isEqualTo(PARENT);
        assertThat(Traces.traceparent(Traces.OFF.start("any", SpanKind.SERVER, null))).isNull();
        assertThat(decided(Traces.OFF, PARENT)).isEqualTo(PARENT);
        assertThat(decided(Traces.OFF, null)).isNull();
    }

    @Test
    void a_decision_made_again_has_the_same_span() {
        try (var traces = open(Map.of("TOCSIN_TRACES_ENDPOINT", "http://127.0.0.1:1"))) {
            assertThat(decided(traces, PARENT))
                    .startsWith("00-" + TRACE)
                    .isNotEqualTo(PARENT)
                    .isEqualTo(decided(traces, PARENT));
            assertThat(decided(traces, null)).endsWith("-01").isEqualTo(decided(traces, null));
        }
    }

    @Test
    void callers_decide_about_their_traces_and_the_ratio_about_ours() {
        var none =
                Map.of(
                        "TOCSIN_TRACES_ENDPOINT", "http://127.0.0.1:1",
                        "TOCSIN_TRACES_RATIO", "0");
        try (var traces = open(none)) {
            assertThat(decided(traces, PARENT)).endsWith("-01");
            assertThat(decided(traces, null)).endsWith("-00");
            assertThat(decided(traces, PARENT.replaceAll("01$", "00"))).endsWith("-00");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TOCSIN_TRACES_ENDPOINT, localhost:4318, a URL is http://host... or https://host...",
        "TOCSIN_TRACES_ENDPOINT, ftp://there/, a URL is http://host... or https://host...",
        "TOCSIN_TRACES_RATIO, 1.5, a share is 0 to 1",
        "TOCSIN_TRACES_RATIO, NaN, a share is 0 to 1",
        "TOCSIN_TRACES_RATIO, half, not a number",
    })
    void a_bad_setting_is_named_with_the_reason(String name, String value, String reason) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> open(Map.of(name, value)))
                .withMessageContaining(name + "=" + value + ": " + reason);
    }

    private static String decided(Traces traces, String parent) {
        var envelope =
                Envelope.newBuilder()
                        .setId("b1/1")
                        .setAt(Instant.EPOCH)
                        .setTrace(parent)
                        .setCause(
                                Cause.newBuilder()
                                        .setTopic(Topics.METRICS.name())
                                        .setPartition(0)
                                        .setOffset(7)
                                        .build())
                        .build();
        return traces.decided(envelope, "tocsin.", Attributes.empty());
    }

    private static Traces open(Map<String, String> environment) {
        var settings = new Settings(environment);
        var config = TraceConfig.from(settings);
        settings.check();
        return config.open("ingest");
    }
}
