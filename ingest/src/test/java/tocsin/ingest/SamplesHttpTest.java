package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplesHttpTest {
    private static final String SAMPLE =
            """
            {"service":"checkout","sli":"availability","id":"a1","at":"2026-01-05T09:00:00Z",
             "seconds":10,"good":980,"total":1000}\
            """;
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final IngestFixture ingest = new IngestFixture();

    @BeforeEach
    void begin() {
        ingest.log.clear();
        ingest.kafkaFails = false;
    }

    @AfterAll
    void close() {
        ingest.close();
    }

    @Test
    void good_samples_are_written_and_answered_202() {
        var answer = ingest.postJson("/v1/samples", samples(SAMPLE));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1}");
        assertThat(ingest.samples())
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.getKind()).isEqualTo(MetricKind.COUNTS);
                    assertThat(sample.getEnvelope().getId()).isEqualTo("a1");
                    assertThat(sample.getEnvelope().getAt()).isEqualTo(IngestFixture.NINE);
                    assertThat(sample.getEnvelope().getTrace()).isNull();
                    assertThat(sample.getService()).isEqualTo("checkout");
                    assertThat(sample.getSli()).isEqualTo("availability");
                    assertThat(sample.getCounts().getLengthMillis()).isEqualTo(10_000);
                    assertThat(sample.getCounts().getGood()).isEqualTo(980);
                    assertThat(sample.getCounts().getTotal()).isEqualTo(1_000);
                });
    }

    @Test
    void labels_go_along() {
        var labelled = SAMPLE.replaceFirst("\\{", "{\"labels\":{\"region\":\"eu\"},");

        ingest.postJson("/v1/samples", samples(SAMPLE));
        ingest.postJson("/v1/samples", samples(labelled));

        assertThat(ingest.samples())
                .extracting(MetricSample::getLabels)
                .containsExactly(null, Map.of("region", "eu"));
    }

    @Test
    void a_trace_of_the_sender_goes_along() {
        ingest.post(
                "/v1/samples",
                BodyPublishers.ofString(samples(SAMPLE)),
                "Content-Type",
                "application/json; charset=utf-8",
                "traceparent",
                TRACE);

        assertThat(ingest.samples().getFirst().getEnvelope().getTrace()).isEqualTo(TRACE);
    }

    @Test
    void one_bad_entry_writes_nothing_and_names_every_problem() {
        double before = ingest.counted("tocsin.ingest.rejected", "reason", "invalid");
        var bad = SAMPLE.replace("980", "1001").replace("\"seconds\":10", "\"seconds\":0");

        var answer = ingest.postJson("/v1/samples", samples(SAMPLE + "," + bad));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\"field\":\"samples[1].good\"",
                        "\"problem\":\"is 1001 of 1000\"",
                        "\"fix\":\"at most total\"",
                        "\"field\":\"samples[1].seconds\"");
        assertThat(ingest.log).isEmpty();
        assertThat(ingest.counted("tocsin.ingest.rejected", "reason", "invalid") - before)
                .isEqualTo(2);
    }

    @Test
    void without_kafkas_acknowledgement_there_is_no_2xx() {
        ingest.kafkaFails = true;

        var answer = ingest.postJson("/v1/samples", samples(SAMPLE));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-protobuf", "application/jsonp"})
    void another_content_type_is_415(String type) {
        var body = BodyPublishers.ofString(samples(SAMPLE));

        assertThat(ingest.post("/v1/samples", body, "Content-Type", type).statusCode())
                .isEqualTo(415);
        assertThat(ingest.post("/v1/samples", body).statusCode()).isEqualTo(415);
    }

    @Test
    void encoded_content_is_415() {
        var answer =
                ingest.post(
                        "/v1/samples",
                        BodyPublishers.ofString(samples(SAMPLE)),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip");

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void a_body_over_the_limit_is_413() {
        var answer = ingest.postJson("/v1/samples", " ".repeat(4 * 1024 * 1024 + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(ingest.counted("tocsin.ingest.rejected", "reason", "body_too_large"))
                .isPositive();
    }

    @Test
    void more_entries_than_the_limit_are_413() {
        assertThat(ingest.postJson("/v1/samples", samples("7,".repeat(10_000) + "7")).statusCode())
                .isEqualTo(413);
    }

    static Stream<String> hostile() {
        return Stream.of(
                "",
                " ",
                "nonsense",
                "[".repeat(100_000),
                "{\"samples\":" + "[".repeat(65) + "]".repeat(65) + "}",
                "{\"samples\":[],\"samples\":[]}",
                samples(SAMPLE.replace("\"good\"", "\"good\":1,\"good\"")),
                samples(SAMPLE) + samples(SAMPLE),
                samples(SAMPLE.replace("checkout", "x".repeat(256 * 1024 + 1))),
                samples(SAMPLE.replace("980", "9".repeat(65))),
                samples(SAMPLE.replace("980", "1e999999999")),
                samples(SAMPLE.replace("980", "NaN")),
                samples(SAMPLE.replace("checkout", "a\u0000b")),
                samples(SAMPLE.replace("checkout", "a\\u0000b")),
                samples(SAMPLE.replace("checkout", "\\ud800")),
                "\u0000".repeat(1_000),
                "{\"samples\":[" + "{},".repeat(9_999) + "{}]}");
    }

    @ParameterizedTest
    @MethodSource
    void hostile(String body) {
        var answer = ingest.postJson("/v1/samples", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{").contains("\"error\"");
        assertThat(ingest.log).isEmpty();
    }

    @Test
    void while_it_stops_nothing_is_let_in() throws InterruptedException {
        try (var stopping = new IngestFixture()) {
            stopping.gate.close(Duration.ZERO);

            var answer = stopping.postJson("/v1/samples", samples(SAMPLE));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(stopping.log).isEmpty();
        }
    }

    private static String samples(String entries) {
        return "{\"samples\":[" + entries + "]}";
    }
}
