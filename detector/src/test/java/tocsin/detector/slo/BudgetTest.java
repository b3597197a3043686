package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Ring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;

class BudgetTest {
    private static final long BEGIN = 1_767_600_000_000L;
    private static final long HOUR = 3_600_000;
    private static final long PERIOD = Duration.ofDays(30).toMillis();
    private static final int ALLOWED = 720;
    private static final Slo SLO =
            Slos.of(
                    new BurnPolicy(
                            "steps",
                            List.of(new BurnPair("PAGE_FAST", 900_000, 10 * HOUR, HOUR)),
                            0,
                            60_000,
                            List.of(new BudgetStep(50), new BudgetStep(80), new BudgetStep(100)),
                            Guard.USUAL));

    private final Ring ring = new Ring();
    private final SloSeries series = new SloSeries(ring, SloState.NEW);
    private final List<String> steps = new ArrayList<>();
    private long now = BEGIN;

    /// A thousand events an hour, of which 720 in thirty days may be bad.
    private void hours(int count, int bad) {
        for (int hour = 0; hour < count; hour++) {
            series.count(now, now + HOUR, bad, 1_000, (_, _) -> {});
            now += HOUR;
            var before = new TreeSet<>(series.state().facets().keySet());
            series.evaluate(SLO, now, now - 15_000);
            var after = new TreeSet<>(series.state().facets().keySet());
            if (!after.equals(before)) {
                steps.add((now - BEGIN) / HOUR + " " + after);
            }
        }
    }

    @Test
    void each_step_is_told_of_when_it_is_reached_and_not_before() {
        hours(720, 0);
        hours(35, 10);
        assertThat(steps).isEmpty();
        hours(45, 10);

        assertThat(steps)
                .containsExactly(
                        "756 [BUDGET_50]",
                        "778 [BUDGET_50, BUDGET_80]",
                        "792 [BUDGET_50, BUDGET_80, BUDGET_EXHAUSTED]");
    }

    @Test
    void a_step_is_over_once_a_tenth_of_it_is_back() {
        hours(720, 0);
        hours(40, 10);
        hours(680, 0);
        steps.clear();
        hours(41, 0);

        // Back at 756 - 720 + 5 bad hours; then it must stay so for a minute of event time.
        assertThat(steps).hasSize(1).first().asString().startsWith("14").endsWith("[]");
        int over = Integer.parseInt(steps.getFirst().split(" ")[0]) - 1_440;
        assertThat(over).isBetween(8, 9);
    }

    @Test
    void a_young_series_is_judged_by_what_its_whole_period_will_allow() {
        hours(1, 20);
        hours(9, 0);

        assertThat(steps).as("2.8 % of 720").isEmpty();
        assertThat(series.standing(SLO).budget().allowedBad()).isCloseTo(ALLOWED, within(1.0));
    }

    @Test
    void the_sentence_says_what_is_spent() {
        hours(720, 0);
        hours(36, 10);
        var standing = series.standing(SLO);

        assertThat(Sentence.of(SLO, standing))
                .isEqualTo(
                        "checkout: 50 % of the 30-day error budget is spent; 360 of 720,000 events"
                                + " failed in the last 30 d (less than 0.1 %)");
    }

    @Test
    void a_step_outside_of_the_budget_is_refused() {
        assertThatThrownBy(() -> new BudgetStep(0)).hasMessageContaining("between 1 % and 100 %");
        assertThatThrownBy(() -> new BudgetStep(101)).hasMessageContaining("not at 101 %");
    }

    @Test
    void the_forecast_is_what_is_left_over_the_rate() {
        hours(720, 0);
        hours(10, 10);

        // 100 are gone, 620 are left, 10 an hour go: 62 hours.
        assertThat(forecast().orElseThrow()).isCloseTo(62 * HOUR, within(HOUR / 60));
    }

    @Test
    void the_forecast_knows_that_old_failures_leave_the_period() {
        hours(30, 10);
        hours(690, 0);
        hours(1, 10);
        long naive = (ALLOWED - 300) / 10 * HOUR;

        assertThat(forecast()).isPresent();
        assertThat(forecast().getAsLong()).isGreaterThan(naive + 20 * HOUR);
    }

    @Test
    void a_rate_that_the_period_allows_never_ends_the_budget() {
        hours(800, 0);
        hours(1, 1);
        hours(1, 0);

        assertThat(exhaustion(2 * HOUR)).isEmpty();
    }

    /// One hundred random incidents on diurnal traffic, each played on to its end: the forecast at
    /// a quarter, a half and three quarters of the way, against when the budget was really gone.
    @ParameterizedTest(name = "seeds {0}00 to {0}99")
    @ValueSource(ints = 1)
    void forecasts_of_random_incidents_come_true(int hundred) {
        var errors = new ArrayList<Double>();
        for (int seed = hundred * 100; seed < hundred * 100 + 100; seed++) {
            errors.addAll(new Incident(seed).errors());
        }
        errors.sort(null);
        double median = errors.get(errors.size() / 2);
        System.out.printf("forecast error of %d: median %.1f %%%n", errors.size(), median * 100);
        assertThat(errors).hasSizeGreaterThan(200);
        assertThat(median).isLessThan(0.15);
    }

    /// One incident that goes on until the budget is gone.
    private static final class Incident {
        private final Random random;
        private final Ring ring = new Ring();
        private final RollingCounts counts = new RollingCounts(ring, PERIOD);
        private final List<OptionalLong> forecasts = new ArrayList<>();
        private long now = BEGIN;

        Incident(int seed) {
            random = new Random(seed);
            for (int hour = 0; hour < 720; hour++) {
                count(HOUR, random.nextInt(40) == 0 ? 0.005 : 0.000_3);
            }
        }

        List<Double> errors() {
            long begun = now;
            double share = 0.004 * Math.pow(10, 2 * random.nextDouble());
            while (!counts.at(now).hasSpent(1_000, SLO.budgetPpb()) && now < begun + PERIOD) {
                count(60_000, share * (0.7 + 0.6 * random.nextDouble()));
                forecasts.add(Forecast.exhaustion(ring, counts, SLO.budgetPpb(), now, 300_000));
            }
            var errors = new ArrayList<Double>();
            for (int quarter = 1; quarter <= 3; quarter++) {
                int minute = forecasts.size() * quarter / 4;
                long left = (forecasts.size() - minute) * 60_000L;
                if (minute > 0 && forecasts.get(minute - 1).isPresent()) {
                    errors.add(
                            Math.abs(forecasts.get(minute - 1).getAsLong() - left) / (double) left);
                }
            }
            return errors;
        }

        /// Three times as much at the peak of the day as in the trough.
        private void count(long length, double share) {
            double ofDay = (now % 86_400_000) / 86_400_000.0;
            long total = Math.round(length / 1_000.0 * (20 + 10 * Math.sin(2 * Math.PI * ofDay)));
            double bad = total * share;
            long whole = (long) bad + (random.nextDouble() < bad % 1 ? 1 : 0);
            ring.add(now, now + length, whole, total, (_, _) -> {});
            now += length;
        }
    }

    private OptionalLong forecast() {
        return exhaustion(HOUR);
    }

    private OptionalLong exhaustion(long rateOver) {
        return Forecast.exhaustion(
                ring, new RollingCounts(ring, PERIOD), SLO.budgetPpb(), now, rateOver);
    }
}
