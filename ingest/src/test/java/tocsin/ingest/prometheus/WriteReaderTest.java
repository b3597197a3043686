package tocsin.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class WriteReaderTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final long AT = NINE.toEpochMilli();
    private static final String CHECKOUT =
            Slos.bad(
                    "checkout",
                    "availability",
                    "http_requests_total{job=\"checkout\",code=~\"5..\"}",
                    "http_requests_total{job=\"checkout\"}");

    private final SeriesIndex index = index(CHECKOUT);

    @Test
    void a_selected_series_is_a_counter_of_the_slos_service() {
        var result =
                read(series(reading(7, AT), "job", "checkout", "code", "200", "instance", "a:1"));

        assertThat(result.readings())
                .singleElement()
                .satisfies(reading -> {
                    assertThat(reading.series().service()).isEqualTo("checkout");
                    assertThat(reading.series().sli()).isEqualTo("availability");
                    assertThat(reading.series().feed()).isEqualTo(new Feed.Counter(Role.TOTAL));
                    assertThat(reading.series().target()).isEqualTo("checkout/a:1");
                    assertThat(reading.value()).isEqualTo(7);
                    assertThat(reading.at()).isEqualTo(NINE);
                    assertThat(reading.id()).matches("[0-9a-f]{16}/" + AT);
                });
    }

    @Test
    void a_series_in_two_roles_is_two_counters_that_nobody_can_confuse() {
        var result = read(series(reading(7, AT), "job", "checkout", "code", "503"));

        assertThat(result.readings())
                .extracting(reading -> reading.series().feed())
                .containsExactlyInAnyOrder(
                        new Feed.Counter(Role.TOTAL), new Feed.Counter(Role.BAD));
        assertThat(result.readings()).extracting(FedReading::id).doesNotHaveDuplicates();
    }

    @Test
    void two_slos_of_one_indicator_count_a_series_once() {
        var result =
                WriteReader.read(
                        List.of(series(reading(7, AT), "job", "checkout")),
                        index(CHECKOUT, CHECKOUT),
                        NINE);

        assertThat(result.readings()).hasSize(1);
    }

    /// One SLO is split by region, another of the indicator by zone, a third is not split.
    @Test
    void a_reading_carries_the_labels_that_somebody_splits_its_indicator_by() {
        var index =
                new SeriesIndex(
                        SliSelectors.of(
                                Slos.set(
                                        1,
                                        Slos.split("region", CHECKOUT),
                                        Slos.split("zone", CHECKOUT),
                                        CHECKOUT)));
        var long201 = "x".repeat(199) + "\uD83D\uDE00";

        var result =
                WriteReader.read(
                        List.of(
                                series(reading(7, AT), "job", "checkout", "region", "e\nu"),
                                series(reading(7, AT), "job", "checkout", "zone", long201)),
                        index,
                        NINE);

        assertThat(result.readings())
                .extracting(reading -> reading.series().labels())
                .containsExactly(Map.of("region", "e?u"), Map.of("zone", "x".repeat(199)));
    }

    @Test
    void series_that_no_selector_names_are_counted() {
        var alerts =
                new Series(
                        List.of(new Label("__name__", "ALERTS"), new Label("job", "checkout")),
                        List.of(reading(1, AT)));

        var result = read(alerts, series(reading(1, AT), "job", "search"));

        assertThat(result).isEqualTo(new WriteResult(List.of(), Map.of(), 2, List.of()));
    }

    @Test
    void the_order_of_labels_and_empty_values_do_not_matter() {
        var one = read(series(reading(1, AT), "job", "checkout", "code", "200"));
        var other = read(series(reading(1, AT), "code", "200", "x", "", "job", "checkout"));

        assertThat(one.readings()).isEqualTo(other.readings());
    }

    @Test
    void a_staleness_marker_says_that_the_series_ended() {
        var result = read(series(new Reading(Reading.STALE, AT), "job", "checkout"));

        assertThat(result.readings())
                .singleElement()
                .satisfies(reading -> {
                    assertThat(reading.reading().stale()).isTrue();
                    assertThat(reading.value()).isNaN();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, NOT_A_NUMBER",
        "Infinity, NOT_A_NUMBER",
        "-Infinity, NOT_A_NUMBER",
        "-1, NEGATIVE"
    })
    void other_values_that_no_counter_has_are_counted_and_not_told(
            double value, WriteResult.Reason reason) {
        var result = read(series(reading(value, AT), "job", "checkout"));

        assertThat(result.readings()).isEmpty();
        assertThat(result.rejected()).isEqualTo(Map.of(reason, 1));
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void times_out_of_bounds_are_skipped_counted_and_told() {
        var result =
                read(
                        series(reading(1, AT + 60_001), "job", "checkout"),
                        series(reading(1, Long.MIN_VALUE), "job", "checkout"),
                        series(reading(1, AT), "job", "checkout"));

        assertThat(result.readings()).hasSize(1);
        assertThat(result.rejected())
                .isEqualTo(
                        Map.of(WriteResult.Reason.TOO_FAR_AHEAD, 1, WriteResult.Reason.TOO_OLD, 1));
        assertThat(result.problems()).hasSize(2);
        assertThat(result.problems().getFirst())
                .startsWith(
                        "'http_requests_total': 2026-01-05T09:01:00.001Z is more than 60 s ahead");
    }

    @Test
    void labels_that_the_protocol_forbids_are_told() {
        var result =
                read(
                        series(reading(1, AT), "job", "checkout", "job", "search"),
                        series(reading(1, AT), "", "checkout"));

        assertThat(result.rejected()).isEqualTo(Map.of(WriteResult.Reason.INVALID_LABELS, 2));
        assertThat(result.problems())
                .containsExactly(
                        "a series has label 'job' twice", "a series has a label without a name");
    }

    @Test
    void labels_that_are_too_long_to_match_are_counted() {
        var result = read(series(reading(1, AT), "job", "x".repeat(2_049)));

        assertThat(result.rejected()).isEqualTo(Map.of(WriteResult.Reason.LABELS_TOO_LARGE, 1));
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void a_cache_that_overflows_changes_no_answer() {
        for (int i = 0; i < 25_000; i++) {
            var matches = index.matches(Labels.of(labels("job", "checkout", "i", "" + i)));
            if (matches.size() != 1) {
                fail("series %d has %s", i, matches);
            }
        }
    }

    @Test
    void selectors_that_cannot_be_used_are_reported_and_others_go_on() {
        var selectors =
                SliSelectors.of(
                        Slos.set(
                                1,
                                Slos.bad("a", "x", "rate(e[5m])", "t"),
                                CHECKOUT.replace("\"counter\":true", "\"counter\":false"),
                                Slos.bad("", "x", "e", "t"),
                                CHECKOUT.replace("prometheus", "tocsin"),
                                CHECKOUT));

        assertThat(selectors.unusable())
                .extracting(SliSelectors.Unusable::document, SliSelectors.Unusable::reason)
                .containsExactly(
                        tuple(
                                "SLO/slo-0",
                                "spec.indicator.spec.ratioMetric.bad.metricSource.spec.query: only"
                                    + " a plain series selector is supported at character 4, before"
                                    + " '(e[5m])'"),
                        tuple(
                                "SLO/slo-1",
                                "spec.indicator.spec.ratioMetric.counter: is false; only counters"
                                        + " can be taken from Prometheus"),
                        tuple("SLO/slo-2", "spec.service: is blank"));
        assertThat(new SeriesIndex(selectors).matches(Labels.of(labels("job", "checkout"))))
                .hasSize(1);
    }

    @Test
    void a_rule_is_fed_with_gauges_of_the_service_that_a_label_names() {
        var fed = Slos.fed("memory", "{\"gauge\":\"http_requests_total\",\"limit\":2}");
        var index = new SeriesIndex(SliSelectors.of(Slos.rules(1, fed)));
        var stale = new Reading(Reading.STALE, AT);

        var result =
                WriteReader.read(
                        List.of(
                                series(reading(1.5, AT), "service", "pay", "job", "shop"),
                                series(reading(1.5, AT), "service", " ", "job", "shop"),
                                series(reading(1.5, AT), "instance", "a:1"),
                                series(stale, "job", "shop"),
                                series(reading(2_001, AT), "job", "shop"),
                                series(reading(-1, AT), "job", "shop")),
                        index,
                        NINE);

        assertThat(result.readings())
                .extracting(reading -> reading.series().service())
                .containsExactly("pay", "shop");
        assertThat(result.readings().getFirst().series().feed())
                .isEqualTo(new Feed.Gauge(Duration.ofMinutes(1), 2));
        assertThat(result.unmatched()).isEqualTo(1);
        assertThat(result.rejected())
                .isEqualTo(
                        Map.of(WriteResult.Reason.ABOVE_LIMIT, 1, WriteResult.Reason.NEGATIVE, 1));
        assertThat(result.problems()).isEmpty();
    }

    private WriteResult read(Series... series) {
        return WriteReader.read(Arrays.asList(series), index, NINE);
    }

    private static SeriesIndex index(String... specs) {
        return new SeriesIndex(SliSelectors.of(Slos.set(1, specs)));
    }

    private static Series series(Reading reading, String... labels) {
        return new Series(labels(labels), List.of(reading));
    }

    private static List<Label> labels(String... labels) {
        var list = new ArrayList<>(List.of(new Label("__name__", "http_requests_total")));
        for (int i = 0; i < labels.length; i += 2) {
            list.add(new Label(labels[i], labels[i + 1]));
        }
        return list;
    }

    private static Reading reading(double value, long at) {
        return new Reading(Double.doubleToRawLongBits(value), at);
    }
}
