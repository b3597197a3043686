package tocsin.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.ingest.input.Batch;
import tocsin.ingest.input.BatchResult;
import tocsin.ingest.input.Problem;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class SampleReaderTest {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String GOOD =
            """
            {"service":"checkout","sli":"availability","id":"a1","at":"2026-01-05T09:00:00Z",
             "seconds":10,"good":980,"total":1000}\
            """;

    @Test
    void a_good_entry_is_a_sample() {
        assertThat(accepted(GOOD))
                .containsExactly(
                        new Sample(
                                "a1",
                                "checkout",
                                "availability",
                                NINE,
                                Duration.ofSeconds(10),
                                new Measured.Counts(980, 1000),
                                Map.of()));
    }

    @Test
    void an_interval_without_events_is_legal() {
        assertThat(accepted(GOOD.replace("980", "0").replace("1000", "0")))
                .singleElement()
                .satisfies(sample ->
                        assertThat(sample.measured()).isEqualTo(new Measured.Counts(0, 0)));
    }

    @Test
    void a_missing_id_is_the_same_for_a_retry_and_another_for_another_interval() {
        var withoutId = GOOD.replace("\"id\":\"a1\",", "");
        var other = withoutId.replace("\"seconds\":10", "\"seconds\":20");

        assertThat(accepted(withoutId).getFirst().id())
                .hasSize(32)
                .isEqualTo(accepted(withoutId).getFirst().id())
                .isNotEqualTo(accepted(other).getFirst().id());
    }

    @Test
    void labels_say_which_part_of_the_service_it_is_of() {
        var eu = GOOD.replace("\"id\":\"a1\"", "\"labels\":{\"region\":\"eu\",\"az\":\"\"}");
        var us = eu.replace("eu", "us");
        var all = GOOD.replace("\"id\":\"a1\",", "");

        assertThat(accepted(eu).getFirst().labels()).isEqualTo(Map.of("region", "eu"));
        assertThat(accepted(eu).getFirst().id())
                .isEqualTo(accepted(eu).getFirst().id())
                .isNotEqualTo(accepted(us).getFirst().id())
                .isNotEqualTo(accepted(all).getFirst().id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    7                     | is no object
                    {"":"eu"}             | has the name ''
                    {"a-b":"eu"}          | has the name 'a-b'
                    {"region":1}          | region is '1'
                    {"region":"a\\u0001b"} | region is 'a?b'
                    """)
    void labels_that_nobody_could_read_are_refused(String labels, String why) {
        var entry = GOOD.replace("\"id\":\"a1\"", "\"labels\":" + labels);

        assertThat(refused(entry)).singleElement().asString().contains("labels").contains(why);
    }

    @Test
    void labels_are_few_and_short() {
        var many =
                IntStream.range(0, 17)
                        .mapToObj(i -> "\"l%d\":\"v\"".formatted(i))
                        .collect(Collectors.joining(","));
        var label = "\"labels\":{\"region\":\"%s\"}".formatted("x".repeat(201));

        assertThat(refused(GOOD.replace("\"id\":\"a1\"", "\"labels\":{" + many + "}")))
                .singleElement()
                .asString()
                .contains("has 17 entries");
        assertThat(refused(GOOD.replace("\"id\":\"a1\"", label)))
                .singleElement()
                .asString()
                .contains("region is 'xxx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "service":"checkout"        | "service":""               | service | is blank
                    "service":"checkout"        | "service":7                | service | is no string
                    "service":"checkout",       | ''                         | service | is missing
                    "sli":"availability"        | "sli":" "                  | sli     | is blank
                    "sli":"availability"        | "sli":"a\\u0000b"          | sli     | U+0000
                    "id":"a1"                   | "id":""                    | id      | has 0 characters
                    "id":"a1"                   | "id":1                     | id      | is no string
                    "at":"2026-01-05T09:00:00Z" | "at":"yesterday"           | at      | 'yesterday'
                    "at":"2026-01-05T09:00:00Z" | "at":"2026-01-05T09:01:01Z"| at      | ahead
                    "at":"2026-01-05T09:00:00Z" | "at":"2025-12-05T08:59:59Z"| at      | 31 days ago
                    "at":"2026-01-05T09:00:00Z" | "at":1767603600            | at      | is no string
                    "seconds":10                | "seconds":0                | seconds | '0'
                    "seconds":10                | "seconds":3601             | seconds | '3601'
                    "good":980                  | "good":1001                | good    | is 1001 of 1000
                    "good":980                  | "good":-1                  | good    | '-1'
                    "good":980                  | "good":9.5                 | good    | '9.5'
                    "good":980                  | "good":"980"               | good    | 980
                    "good":980                  | "good":null                | good    | 'null'
                    "total":1000                | "total":1000000000001      | total   | '1000000000001'
                    "total":1000                | "total":99999999999999999999999 | total | 9999999999
                    """)
    void a_bad_field_is_named_with_what_is_wrong(
            String good, String bad, String field, String problem) {
        assertThat(refused(GOOD.replace(good, bad)))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.field()).isEqualTo("samples[0]." + field);
                    assertThat(found.problem()).contains(problem);
                    assertThat(found.fix()).isNotBlank();
                });
    }

    @Test
    void gauges_states_and_histograms_are_told_by_their_fields() {
        assertThat(accepted(entry("\"value\":0.83")).getFirst().measured())
                .isEqualTo(new Measured.Gauge(0.83, 1));
        assertThat(accepted(entry("\"value\":3,\"limit\":4")).getFirst().measured())
                .isEqualTo(new Measured.Gauge(3, 4));
        assertThat(accepted(entry("\"up\":true")).getFirst().measured())
                .isEqualTo(new Measured.State(true, ""));
        assertThat(accepted(entry("\"up\":false,\"reason\":\"no answer\"")))
                .extracting(Sample::measured)
                .containsExactly(new Measured.State(false, "no answer"));
        assertThat(accepted(entry("\"bounds\":[0.1,1],\"counts\":[5,0,2]")))
                .extracting(Sample::measured)
                .containsExactly(new Measured.Histogram(List.of(0.1, 1.0), List.of(5L, 0L, 2L)));
    }

    /// Two buckets to a doubling: from 1/2 to 2, and three zeros.
    @Test
    void exponential_histograms_keep_their_own_bounds() {
        var sent = entry("\"scale\":1,\"offset\":-2,\"buckets\":[5,0,7,1],\"zeros\":3");

        var read = (Measured.Histogram) accepted(sent).getFirst().measured();

        assertThat(read.counts()).containsExactly(3L, 5L, 0L, 7L, 1L, 0L);
        assertThat(read.bounds()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(read.bounds().get(i)).isCloseTo(0.5 * Math.pow(2, i / 2.0), within(1e-15));
        }
    }

    /// The widest and the narrowest buckets there are.
    @ParameterizedTest
    @CsvSource({"-10,-1", "-8,-1", "0,-300", "20,-1000000", "20,104857600"})
    void bounds_of_exponential_histograms_rise(long scale, long offset) {
        var sent = entry("\"scale\":%d,\"offset\":%d,\"buckets\":[1,1]".formatted(scale, offset));
        if (scale < -8) {
            assertThat(refused(sent)).singleElement().asString().contains("puts bounds at 2^-1024");
            return;
        }
        var read = (Measured.Histogram) accepted(sent).getFirst().measured();

        assertThat(read.bounds()).isSorted().doesNotHaveDuplicates();
        assertThat(read.bounds()).allMatch(bound -> bound > 0 && Double.isFinite(bound));
    }

    @Test
    void instances_of_one_service_do_not_repeat_each_other() {
        var one = entry("\"value\":1").replace("\"id\":\"a1\"", "\"instance\":\"one\"");

        assertThat(accepted(one).getFirst().id())
                .isNotEqualTo(accepted(one.replace("one", "two")).getFirst().id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "value":-1                             | value  | is '-1'
                    "value":1e300                          | value  | is '1.0E300'
                    "value":1,"limit":0                    | limit  | is 0
                    "value":5000,"limit":2                 | value  | is more than 1000 times
                    "limit":2                              | value  | is missing
                    "value":"1"                            | value  | "1"
                    "value":1,"good":1,"total":1           | value  | stands beside
                    "up":"yes"                             | up     | "yes"
                    "reason":"no answer"                   | up     | is missing
                    "up":false,"reason":""                 | reason | has 0 characters
                    "bounds":[1,0.1],"counts":[1,1,1]      | bounds | has 0.1 after 1.0
                    "bounds":[1,1],"counts":[1,1,1]        | bounds | has 1 after 1.0
                    "bounds":[1,"x"],"counts":[1,1,1]      | bounds | has "x" in it
                    "bounds":[0.1,1],"counts":[1,1]        | counts | has 2 entries for 2 bounds
                    "bounds":[0.1],"counts":[1,-1]         | counts | has -1 in it
                    "bounds":[0.1],"counts":[1,1.5]        | counts | has 1.5 in it
                    "bounds":[0.1]                         | counts | is no list
                    "bounds":7,"counts":[1]                | bounds | is no list
                    """)
    void what_no_rule_could_use_is_named(String measured, String field, String problem) {
        assertThat(refused(entry(measured)))
                .anySatisfy(found -> {
                    assertThat(found.field()).isEqualTo("samples[0]." + field);
                    assertThat(found.problem()).contains(problem);
                });
    }

    @Test
    void ten_thousand_buckets_are_too_many() {
        var counts = "1,".repeat(10_000) + "1";

        assertThat(refused(entry("\"bounds\":[1],\"counts\":[%s]".formatted(counts))))
                .extracting(Problem::problem)
                .contains("has 10001 entries");
    }

    private static String entry(String measured) {
        return GOOD.replace("\"good\":980,\"total\":1000", measured);
    }

    @Test
    void an_unknown_field_is_a_problem_with_what_was_probably_meant() {
        assertThat(refused(GOOD.replace("\"good\"", "\"Godo\"")))
                .extracting(Problem::field, Problem::fix)
                .contains(tuple("samples[0].Godo", "did you mean good?"));
    }

    @Test
    void one_bad_entry_refuses_all_and_every_problem_of_every_entry_is_named() {
        var bad =
                GOOD.replace("\"good\":980", "\"good\":-1")
                        .replace("\"seconds\":10", "\"seconds\":0");

        assertThat(refused(GOOD + "," + bad + "," + bad))
                .extracting(Problem::field)
                .containsExactly(
                        "samples[1].seconds",
                        "samples[1].good",
                        "samples[2].seconds",
                        "samples[2].good");
    }

    @Test
    void problems_are_told_up_to_a_limit_and_the_rest_is_counted() {
        var entries = IntStream.range(0, 1_500).mapToObj(_ -> "7").collect(Collectors.joining(","));

        assertThat(refused(entries))
                .hasSize(Batch.MAX_PROBLEMS + 1)
                .last()
                .satisfies(last -> assertThat(last.problem()).isEqualTo("has 500 more problems"));
    }

    @Test
    void more_entries_than_the_limit_are_too_many() {
        var entries =
                IntStream.range(0, 10_001).mapToObj(_ -> "7").collect(Collectors.joining(","));

        assertThat(read("{\"samples\":[" + entries + "]}"))
                .isEqualTo(new BatchResult.TooMany<>(10_001, 10_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []             | body
                    7              | body
                    null           | body
                    {}             | samples
                    {"samples":{}} | samples
                    """)
    void a_body_of_another_shape_is_refused(String body, String field) {
        assertThat(((BatchResult.Refused<Sample>) read(body)).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo(field));
    }

    private static List<Sample> accepted(String entries) {
        return ((BatchResult.Accepted<Sample>) read("{\"samples\":[" + entries + "]}")).entries();
    }

    private static List<Problem> refused(String entries) {
        return ((BatchResult.Refused<Sample>) read("{\"samples\":[" + entries + "]}")).problems();
    }

    private static BatchResult<Sample> read(String body) {
        return SampleReader.BATCH.read(JSON.readTree(body), NINE);
    }
}
