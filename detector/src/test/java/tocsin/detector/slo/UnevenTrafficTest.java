package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.window.Ring;

/// The same outage of ten minutes in the busiest and in the quietest hours of the day. A budget of
/// events knows the difference; the mean of the ratios of all five minutes, which many rule
/// generators take for it, does not.
class UnevenTrafficTest {
    private static final long FIVE_MINUTES = 300_000;
    private static final long DAY = 24L * 3_600_000;
    private static final long BEGIN = 1_767_571_200_000L;
    private static final Slo SLO = Slos.of(Slos.DEMO);

    @ParameterizedTest(name = "outage at {0}:00")
    @CsvSource({"10, 0.657", "2, 0.033"})
    void the_budget_counts_events_not_minutes(int hour, double expected) {
        var series = new SloSeries(new Ring(), SloState.NEW);
        long outage = BEGIN + 20 * DAY + hour * 3_600_000L;
        double ratios = 0;
        int stretches = 0;
        for (long at = BEGIN; at < BEGIN + 30 * DAY; at += FIVE_MINUTES) {
            long events = events(at);
            long bad = at >= outage && at < outage + 2 * FIVE_MINUTES ? events : 0;
            series.count(at, at + FIVE_MINUTES, bad, events, (_, _) -> {});
            ratios += (double) bad / events;
            stretches++;
        }

        double consumed = series.standing(SLO).budget().consumed();

        assertThat(consumed).isCloseTo(expected, within(0.002));
        assertThat(ratios / stretches / 0.001).isCloseTo(0.231, within(0.001));
    }

    /// A quarter of the day is busy, a quarter nearly idle.
    private static long events(long at) {
        long hour = (at - BEGIN) % DAY / 3_600_000;
        return hour < 6 ? 143 : hour >= 8 && hour < 14 ? 2_840 : 508;
    }
}
