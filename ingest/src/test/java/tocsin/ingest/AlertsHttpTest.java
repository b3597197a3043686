package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.schemas.AlertKind;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertsHttpTest {
    private static final String ALERTS = "/api/v2/alerts";
    private static final String FIRING =
            """
            {"labels":{"alertname":"HighErrorRate","service":"checkout","severity":"critical"},
             "annotations":{"summary":"it burns"},"startsAt":"2026-01-05T08:55:00.000Z",
             "endsAt":"2026-01-05T09:04:00.000Z","generatorURL":"http://prometheus/graph"}\
            """;

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
    void what_prometheus_sends_is_written_and_answered_200_without_a_body() {
        var answer = ingest.postJson(ALERTS, "[" + FIRING + "]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(ingest.alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getKind()).isEqualTo(AlertKind.FIRING);
                    assertThat(alert.getEnvelope().getId()).hasSize(32);
                    assertThat(alert.getEnvelope().getAt()).isEqualTo(alert.getStartsAt());
                    assertThat(alert.getService()).isEqualTo("checkout");
                    assertThat(alert.getSource()).isEqualTo("alertmanager");
                    assertThat(alert.getFingerprint()).isEqualTo("7d2d332feada5c59");
                    assertThat(alert.getName()).isEqualTo("HighErrorRate");
                    assertThat(alert.getSeverity()).isEqualTo("critical");
                    assertThat(alert.getExpiresAt())
                            .isEqualTo(Instant.parse("2026-01-05T09:04:00Z"));
                    assertThat(alert.getLabels()).hasSize(3);
                    assertThat(alert.getAnnotations()).isEqualTo(Map.of("summary", "it burns"));
                    assertThat(alert.getGeneratorUrl()).isEqualTo("http://prometheus/graph");
                });
    }

    @Test
    void a_resolved_alert_has_no_expiry() {
        ingest.postJson(ALERTS, "[" + FIRING.replace("T09:04", "T08:59") + "]");

        assertThat(ingest.alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getKind()).isEqualTo(AlertKind.RESOLVED);
                    assertThat(alert.getEnvelope().getAt())
                            .isEqualTo(Instant.parse("2026-01-05T08:59:00Z"));
                    assertThat(alert.getExpiresAt()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                         | 200 | ''
                    {}                         | 400 | {"code":400,"message":
                    nonsense                   | 400 | {"code":400,"message":
                    [{}]                       | 422 | {"code":602,"message":"0.labels in body is required"}
                    [{"labels":{}}]            | 400 | "at least one label pair required"
                    [{"labels":{"a":""}}]      | 400 | "at least one label pair required"
                    [{"labels":{"foo-bar":"x"}}] | 400 | "invalid label set: invalid name 'foo-bar'"
                    [{"labels":{"a":"b"},"startsAt":"2026-01-05T09:00:00Z","endsAt":"2026-01-05T08:00:00Z"}] | 400 | "start time must be before end time"
                    """)
    void errors_are_those_of_alertmanager(String body, int status, String answered) {
        var answer = ingest.postJson(ALERTS, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(fields(answer.body())).startsWith(answered);
        assertThat(ingest.log).isEmpty();
    }

    /// The order of an object's fields does not matter.
    private static String fields(String body) {
        return body.replaceFirst("\\{(\"message\":.*),(\"code\":\\d+)}", "{$2,$1}");
    }

    @Test
    void good_alerts_of_a_mixed_batch_are_kept_and_the_answer_is_400() {
        double before = ingest.counted("tocsin.ingest.rejected", "endpoint", "alerts");

        var answer = ingest.postJson(ALERTS, "[{\"labels\":{}}," + FIRING + "]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("\"0: at least one label pair required\"");
        assertThat(ingest.alerts()).hasSize(1);
        assertThat(ingest.counted("tocsin.ingest.rejected", "endpoint", "alerts") - before)
                .isEqualTo(1);
    }

    @Test
    void another_content_type_is_415() {
        var body = BodyPublishers.ofString("[" + FIRING + "]");

        assertThat(ingest.post(ALERTS, body, "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(ingest.post(ALERTS, body).statusCode()).isEqualTo(415);
        assertThat(ingest.log).isEmpty();
    }

    @Test
    void without_kafkas_acknowledgement_there_is_no_2xx() {
        ingest.kafkaFails = true;

        var answer = ingest.postJson(ALERTS, "[" + FIRING + "]");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    static Stream<String> hostile() {
        return Stream.of(
                "[".repeat(100_000),
                "[{\"labels\":{\"a\":\"b\",\"a\":\"c\"}}]",
                "[{\"labels\":{\"a\":\"" + "x".repeat(300_000) + "\"}}]",
                "[{\"labels\":{\"a\":\"b\"}}] trailing",
                "[{\"labels\":{\"a\":\"\u0000\"}}]",
                "[null]",
                "[[]]",
                "[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"+1000000000-01-01T00:00:00Z\"}]",
                "[{\"labels\":{\"a\":\"b\"},\"endsAt\":\"-0001-01-01T00:00:00Z\"}]",
                "[{\"labels\":{\"a\":\"b\"},\"annotations\":{\"a\":{}}}]");
    }

    @ParameterizedTest
    @MethodSource
    void hostile(String body) {
        assertThat(ingest.postJson(ALERTS, body).statusCode()).isEqualTo(400);
        assertThat(ingest.log).isEmpty();
    }

    @Test
    void the_first_version_of_the_api_is_gone() {
        assertThat(ingest.postJson("/api/v1/alerts", "[]").statusCode()).isEqualTo(410);
    }

    @Test
    void it_is_healthy_but_not_ready_without_kafka() {
        assertThat(ingest.get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(ingest.get("/-/ready").statusCode()).isEqualTo(503);
        assertThat(ingest.get("/-/ready").body()).contains("kafka");
    }
}
