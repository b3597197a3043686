package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.Budgeting.Empty;
import tocsin.detector.window.Ring;

import java.util.List;

/// Slices of a minute, good when 95 % of their events are.
class TimeSlicesTest {
    private static final long BEGIN = 1_767_603_600_000L;
    private static final long MINUTE = 60_000;
    private static final BurnPolicy POLICY =
            new BurnPolicy(
                    "any",
                    List.of(new BurnPair("PAGE_FAST", 14_400, 60 * MINUTE, 5 * MINUTE)),
                    0,
                    60_000,
                    List.of(new BudgetStep(50)),
                    Guard.NONE);

    private final SloSeries series = new SloSeries(new Ring(), SloState.NEW);
    private Slo slo = slo(950_000_000, Empty.EXCLUDE);

    static Slo slo(long targetPpb, Empty empty) {
        var slices = new Budgeting.Slices(MINUTE, targetPpb, empty);
        var period = Period.rolling(720 * 60 * MINUTE);
        return Slos.slo("any", "checkout", "any", "0.99", 10_000_000, true, slices, period, POLICY);
    }

    private void count(double minute, long bad, long total) {
        long start = BEGIN + Math.round(minute * MINUTE);
        series.watch(slo);
        series.count(start, start + 10_000, bad, total, (_, _) -> {});
        evaluate(minute);
    }

    private void evaluate(double minute) {
        long now = BEGIN + Math.round(minute * MINUTE);
        series.watch(slo);
        var _ = series.advance(now - 15_000, (_, _) -> {});
        var _ = series.evaluate(slo, now, now - 15_000);
    }

    private String budget() {
        var budget = series.standing(slo).budget();
        return budget.bad() + " of " + budget.total();
    }

    @Test
    void a_slice_is_good_from_its_target_on() {
        count(0, 5, 100);
        count(1, 6, 100);
        count(2, 0, 1);

        assertThat(budget()).isEqualTo("1 of 2");
    }

    @Test
    void a_slice_counts_once_however_much_happened_in_it() {
        count(0, 100, 100_000);
        count(0.5, 1, 1);
        count(1.2, 2, 2);
        count(2, 0, 1);

        assertThat(budget()).isEqualTo("1 of 2");
    }

    @Test
    void an_open_slice_does_not_count_until_the_watermark_has_reached_its_end() {
        count(0, 10, 10);
        evaluate(1.2);
        assertThat(series.ring().isEmpty()).isTrue();

        evaluate(1.25);
        assertThat(budget()).isEqualTo("1 of 1");
    }

    @Test
    void a_late_event_corrects_its_slice_both_ways() {
        count(0, 10, 100);
        count(5, 0, 1);
        assertThat(budget()).isEqualTo("1 of 1");
        count(0.3, 0, 900);
        assertThat(budget()).isEqualTo("0 of 1");
        count(0.5, 100, 100);
        assertThat(budget()).isEqualTo("1 of 1");
    }

    @Test
    void a_late_event_makes_a_slice_of_a_gap() {
        count(0, 0, 1);
        count(10, 0, 1);
        count(11, 0, 1);
        assertThat(budget()).isEqualTo("0 of 2");
        count(3, 1, 1);
        assertThat(budget()).isEqualTo("1 of 3");
    }

    @ParameterizedTest
    @CsvSource({"GOOD, 0 of 10", "BAD, 8 of 10", "EXCLUDE, 0 of 2"})
    void slices_in_which_nothing_happened_are_what_they_are_said_to_be(
            Empty empty, String expected) {
        slo = slo(950_000_000, empty);
        count(0, 0, 1);
        count(9, 0, 1);
        count(10, 0, 1);

        assertThat(budget()).isEqualTo(expected);
    }

    @Test
    void silence_fires_where_empty_slices_are_bad() {
        slo = slo(950_000_000, Empty.BAD);
        for (int minute = 0; minute < 60; minute++) {
            count(minute, 0, 10);
        }
        for (int second = 3_600; second < 4_800 && !series.state().firing(); second++) {
            evaluate(second / 60.0);
        }

        assertThat(series.state().facets()).containsKey("PAGE_FAST");
        assertThat(Sentence.of(slo, series.standing(slo)))
                .startsWith("checkout: 5 of 5 slices of 1 min were bad in the last 5 min (100 %)");
    }

    @Test
    void ratios_count_by_their_part() {
        slo = slo(0, Empty.EXCLUDE);
        count(0, 1, 4);
        count(1, 900, 1_000);
        count(2, 0, 1);
        var budget = series.standing(slo).budget();

        assertThat(budget.badEvents()).isEqualTo(1.15);
        assertThat(budget.total()).isEqualTo(2);
        count(0.5, 0, 4);
        assertThat(series.standing(slo).budget().badEvents()).isEqualTo(1.025);
    }
}
