package tocsin.ingest.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class AlertReaderTest {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String ZERO = "0001-01-01T00:00:00.000Z";

    @Test
    void an_end_in_the_future_means_that_it_fires_until_then_if_not_repeated() {
        var alert = alert("2026-01-05T08:55:00.000Z", "2026-01-05T09:04:00.000Z");

        assertThat(alert.status()).isEqualTo(Alert.Status.FIRING);
        assertThat(alert.at()).isEqualTo(NINE.minusSeconds(300));
        assertThat(alert.endsAt()).isEqualTo(NINE.plusSeconds(240));
    }

    @Test
    void an_end_that_has_come_means_that_it_is_resolved() {
        var alert = alert("2026-01-05T08:55:00.000Z", "2026-01-05T09:00:00.000Z");

        assertThat(alert.status()).isEqualTo(Alert.Status.RESOLVED);
        assertThat(alert.at()).isEqualTo(NINE);
    }

    @Test
    void times_that_are_not_set_begin_now_and_end_after_the_resolve_timeout() {
        var alert = alert(ZERO, ZERO);

        assertThat(alert.startsAt()).isEqualTo(NINE);
        assertThat(alert.endsAt()).isEqualTo(NINE.plus(Duration.ofMinutes(5)));
        assertThat(alert)
                .isEqualTo(alert("", ""))
                .isEqualTo(onlyAlert("{\"labels\":{\"a\":\"b\"}}"));
    }

    @Test
    void an_end_without_a_start_is_the_start_too() {
        var alert = alert(ZERO, "2026-01-05T08:00:00Z");

        assertThat(alert.startsAt()).isEqualTo(alert.endsAt()).isEqualTo(NINE.minusSeconds(3600));
        assertThat(alert.status()).isEqualTo(Alert.Status.RESOLVED);
    }

    @Test
    void an_alert_may_fire_for_longer_than_any_window() {
        assertThat(alert("2025-06-01T00:00:00Z", "2026-01-05T09:04:00Z").status())
                .isEqualTo(Alert.Status.FIRING);
    }

    @Test
    void offsets_and_nanoseconds_are_read() {
        assertThat(alert("2026-01-05T10:00:00.000000001+02:00", ZERO).startsAt())
                .isEqualTo(Instant.parse("2026-01-05T08:00:00.000000001Z"));
    }

    @Test
    void labels_with_an_empty_value_are_none() {
        var alert = onlyAlert("{\"labels\":{\"a\":\"b\",\"c\":\"\",\"d\":null}}");

        assertThat(alert.labels()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void a_repetition_has_the_same_id_and_a_new_end_another() {
        var first = alert("2026-01-05T08:55:00Z", "2026-01-05T09:04:00Z");

        assertThat(first.id())
                .isEqualTo(alert("2026-01-05T08:55:00Z", "2026-01-05T09:04:00Z").id());
        assertThat(first.id())
                .isNotEqualTo(alert("2026-01-05T08:55:00Z", "2026-01-05T09:05:00Z").id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"labels":{}}                                     | at least one label pair required
                    {"labels":{"a":""}}                               | at least one label pair required
                    {"labels":{"foo-bar":"x"}}                        | invalid label set: invalid name 'foo-bar'
                    {"labels":{"":"x"}}                               | invalid label set: invalid name ''
                    {"labels":{"a":"b"},"annotations":{"1":"x"}}      | invalid annotation set: invalid name '1'
                    {"labels":{"a":"b"},"startsAt":"2026-01-05T09:00:00Z","endsAt":"2026-01-05T08:00:00Z"} | start time must be before end time
                    {"labels":{"a":"b"},"startsAt":"2026-01-05T09:02:00Z"} | 2026-01-05T09:02:00Z is more than 60 s ahead of 2026-01-05T09:00:00Z here
                    {"labels":{"a":"b"},"endsAt":"2025-12-01T09:00:00Z"}   | 2025-12-01T09:00:00Z is more than 31 days ago
                    """)
    void a_bad_alert_is_refused_in_alertmanagers_words(String alert, String problem) {
        var result = read("[" + alert + "]");

        assertThat(result).isEqualTo(new AlertsResult.Read(List.of(), 1, List.of(problem)));
    }

    @Test
    void good_alerts_of_a_mixed_batch_are_kept_and_bad_ones_numbered() {
        var result =
                (AlertsResult.Read)
                        read(
                                "[{\"labels\":{\"a\":\"b\"}},{\"labels\":{}},{\"labels\":{\"a\":\"c\"}}]");

        assertThat(result.alerts()).hasSize(2);
        assertThat(result.refused()).isEqualTo(1);
        assertThat(result.problems()).containsExactly("1: at least one label pair required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                     | body is no array of alerts
                    "x"                                    | body is no array of alerts
                    [7]                                    | 0 is no object
                    [{"labels":{"a":7}}]                   | 0.labels.a is no string
                    [{"labels":"x"}]                       | 0.labels is no object
                    [{"labels":{},"startsAt":"soon"}]      | 0.startsAt is 'soon', not an RFC 3339 time
                    [{"labels":{},"endsAt":"+999999999-01-01T00:00:00Z"}] | 0.endsAt is '+999999999-01-01T00:00:00Z', not an RFC 3339 time
                    [{"labels":{},"generatorURL":[]}]      | 0.generatorURL is no string
                    """)
    void a_body_that_does_not_decode_is_refused_whole(String body, String problem) {
        assertThat(read(body)).isEqualTo(new AlertsResult.Malformed(1, List.of(problem)));
    }

    @Test
    void missing_labels_refuse_the_whole_body() {
        assertThat(read("[{\"labels\":{\"a\":\"b\"}},{},{\"labels\":null}]"))
                .isEqualTo(
                        new AlertsResult.Incomplete(
                                3,
                                List.of(
                                        "1.labels in body is required",
                                        "2.labels in body is required")));
    }

    @Test
    void an_alert_has_limits() {
        var many = IntStream.range(0, 65).mapToObj(i -> "\"l" + i + "\":\"x\"");
        var labels = many.collect(Collectors.joining(","));
        var value = "x".repeat(AlertRules.MAX_VALUE_LENGTH + 1);

        assertThat(problems("{\"labels\":{" + labels + "}}"))
                .containsExactly("has 65 labels, at most 64");
        assertThat(problems("{\"labels\":{\"a\":\"" + value + "\"}}"))
                .containsExactly("label 'a' has 8193 characters, at most 8192");
        assertThat(problems("{\"labels\":{\"a\":\"" + value.substring(1) + "\"}}")).isEmpty();
    }

    @Test
    void ten_thousand_alerts_are_the_most() {
        var body = "[" + "{},".repeat(10_000) + "{}]";

        assertThat(read(body)).isEqualTo(new AlertsResult.TooMany(10_001, 10_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "service":"a","service_name":"b"         | a
                    "service_name":"b","app":"c"             | b
                    "app":"c","job":"d"                      | c
                    "job":"d","x":"y"                        | d
                    "x":"y"                                  | unknown
                    "service":" ","job":"d"                  | d
                    "service":"a\\nb","job":"d"              | d
                    "service":"a","environment":"staging"    | a@staging
                    "service":"a","env":"dev"                | a@dev
                    "service":"a","environment":"production" | a
                    "service":"a","env":"prod"               | a
                    "service":"a","env":"default"            | a
                    "x":"y","env":"dev"                      | unknown@dev
                    """)
    void the_service_is_named_by_the_first_label_that_can(String labels, String service) {
        assertThat(onlyAlert("{\"labels\":{" + labels + "}}").service()).isEqualTo(service);
    }

    private static Alert alert(String startsAt, String endsAt) {
        return onlyAlert(
                "{\"labels\":{\"a\":\"b\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}"
                        .formatted(startsAt, endsAt));
    }

    private static Alert onlyAlert(String alert) {
        return ((AlertsResult.Read) read("[" + alert + "]")).alerts().getFirst();
    }

    private static List<String> problems(String alert) {
        return ((AlertsResult.Read) read("[" + alert + "]")).problems();
    }

    private static AlertsResult read(String body) {
        return AlertReader.read(JSON.readTree(body), NINE);
    }
}
