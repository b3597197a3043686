package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import tocsin.detector.window.Ring;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The budget of a month of the calendar, of a service with a thousand events an hour.
class CalendarBudgetTest {
    private static final long HOUR = 3_600_000;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Period.Calendar MONTH =
            new Period.Calendar(
                    LocalDateTime.parse("2020-01-01T00:00"), 1, Period.Unit.MONTH, BERLIN);
    private static final Slo SLO = slo(MONTH);

    private final List<String> steps = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private SloSeries series = new SloSeries(new Ring(), SloState.NEW);
    private long now = at("2026-02-28T23:00:00Z");

    private static Slo slo(Period period) {
        var steps = List.of(new BudgetStep(50), new BudgetStep(80), new BudgetStep(100));
        var rare = new BurnPair("PAGE_FAST", 900_000, 10 * HOUR, HOUR);
        var policy = new BurnPolicy("steps", List.of(rare), 0, 60_000, steps, Guard.USUAL);
        var events = Budgeting.OCCURRENCES;
        return Slos.slo("any", "checkout", "any", "0.999", 1_000_000, true, events, period, policy);
    }

    private static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private void hours(int count, int bad) {
        for (int hour = 0; hour < count; hour++) {
            series.watch(SLO);
            series.count(now, now + HOUR, bad, 1_000, (_, _) -> {});
            now += HOUR;
            evaluate();
        }
    }

    private void evaluate() {
        series.evaluate(SLO, now, now - 15_000)
                .ifPresent(change -> {
                    changes.add(change);
                    if (change.breach() != Change.Kind.NONE) {
                        steps.add(change.breach() + " " + series.state().facets().keySet());
                    }
                });
    }

    @Test
    void a_month_of_743_hours_allows_743_bad_events() {
        hours(371, 1);

        var budget = series.standing(SLO).budget();

        assertThat(budget.allowedBad()).isCloseTo(743, within(1e-6));
        assertThat(budget.bad()).isEqualTo(371);
        assertThat(budget.coverage()).isCloseTo(371 / 743.0, within(1e-9));
        assertThat(budget.frozen()).contains(false);
    }

    @Test
    void what_is_spent_is_told_and_the_new_month_is_told_as_one() {
        hours(100, 8);
        assertThat(steps)
                .containsExactly(
                        "FIRING [BUDGET_50]",
                        "UPDATED [BUDGET_50, BUDGET_80]",
                        "UPDATED [BUDGET_50, BUDGET_80, BUDGET_EXHAUSTED]");
        assertThat(series.standing(SLO).budget().frozen()).contains(true);
        hours(643, 0);
        assertThat(now).isEqualTo(at("2026-03-31T22:00:00Z"));
        assertThat(steps).as("nothing comes back in a month").hasSize(3);

        now += 14_000;
        evaluate();
        assertThat(steps).as("until no sample is waited for").hasSize(3);
        now += 2_000;
        evaluate();

        assertThat(steps).last().isEqualTo("CLEARED []");
        var last = changes.getLast();
        assertThat(last.reason()).isEqualTo(Change.Reason.BUDGET_RESET);
        assertThat(last.standing().budget().frozen()).contains(false);
        assertThat(Instant.ofEpochMilli(last.standing().budget().begin()))
                .isEqualTo("2026-03-31T22:00:00Z");
        assertThat(last.standing().budget().consumed()).isZero();
        assertThat(Sentence.of(SLO, last)).endsWith("with a whole error budget");
    }

    @Test
    void the_sentence_speaks_of_the_month() {
        hours(47, 8);

        assertThat(Sentence.of(SLO, changes.getLast()))
                .isEqualTo(
                        "checkout: 51 % of the month's error budget is spent; 376 of 47,000 events"
                                + " failed since it began (0.8 %)");
    }

    @Test
    void events_on_either_side_of_midnight_count_for_their_own_month() {
        now = at("2026-03-31T21:30:00Z");
        hours(1, 500);

        var budget = series.standing(SLO).budget();

        assertThat(budget.total()).isEqualTo(500);
        assertThat(budget.bad()).isEqualTo(250);
    }

    @Test
    void a_sample_that_comes_after_its_month_changes_no_budget() {
        hours(743, 0);
        hours(1, 0);
        series.count(now - 3 * HOUR, now - 2 * HOUR, 100, 100, (_, _) -> {});
        evaluate();

        assertThat(series.standing(SLO).budget().bad()).isZero();
        assertThat(series.standing(SLO).budget().total()).isEqualTo(1_000);
    }

    @Test
    void a_budget_that_outlives_the_month_has_no_end() {
        hours(700, 0);
        hours(1, 10);

        assertThat(exhaustion()).as("42 hours are left, 743 events").isEmpty();
        assertThat(series.standing(SLO).budget().bad()).isEqualTo(10);
    }

    @Test
    void a_budget_that_does_not_is_gone_when_the_rest_is_spent() {
        hours(100, 0);
        hours(1, 20);

        // 743 are allowed, 20 are gone, 20 an hour go.
        assertThat(exhaustion().orElseThrow()).isCloseTo(723 / 20 * HOUR, within(HOUR));
    }

    @Test
    void an_objective_that_becomes_monthly_knows_the_month_so_far() {
        var rolling = slo(Period.rolling(30 * 24 * HOUR));
        for (int hour = 0; hour < 200; hour++) {
            series.count(now, now + HOUR, 1, 1_000, (_, _) -> {});
            now += HOUR;
            series.evaluate(rolling, now, now - 15_000);
        }
        evaluate();

        var budget = series.standing(SLO).budget();
        assertThat(budget.bad()).isEqualTo(200);
        assertThat(budget.allowedBad()).isCloseTo(743, within(1e-6));
    }

    @Test
    void what_was_stored_goes_on() {
        hours(200, 1);
        series = new SloSeries(series.ring(), series.state(), series.totals());
        hours(10, 1);

        assertThat(series.standing(SLO).budget().bad()).isEqualTo(210);
    }

    private OptionalLong exhaustion() {
        var counts = new CalendarCounts(series.ring(), MONTH, series.totals());
        return Forecast.exhaustion(series.ring(), counts, SLO.budgetPpb(), now, HOUR);
    }
}
