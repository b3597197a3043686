package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.OptionalLong;

/// When the error budget will be gone if as large a share of events goes on failing as in the
/// newest stretch of time. Traffic is taken to go on like that of the day before, as much higher or
/// lower as it is now. What is left of the budget counts, not the whole of it, and old bad events
/// that leave a rolling period give theirs back on the way; a calendar period ends with a new one.
final class Forecast {
    private static final long STEP = 3_600_000;
    private static final long DAY = 24 * STEP;

    private final Ring ring;
    private final PeriodCounts period;
    private final long budgetPpb;
    private final long now;
    private final WindowSum recent;
    private final double eventsPerMilli;

    /// How today's traffic compares with yesterday's; 0 when there is no yesterday.
    private final double growth;

    private Forecast(Ring ring, PeriodCounts period, long budgetPpb, long now, long rateOver) {
        this.ring = ring;
        this.period = period;
        this.budgetPpb = budgetPpb;
        this.now = now;
        long known = Math.clamp(now - ring.first(), 1, rateOver);
        recent = ring.sum(known, now);
        eventsPerMilli = recent.totalEvents() / known;
        double dayBefore = now - ring.first() >= DAY + known ? between(DAY + known, DAY) : 0;
        growth = dayBefore == 0 ? 0 : recent.totalEvents() / dayBefore;
    }

    /// Events from `begin` to `end` milliseconds ago.
    private double between(long begin, long end) {
        return ring.sum(begin, now).totalEvents() - ring.sum(end, now).totalEvents();
    }

    /// Events expected in the `ahead` milliseconds from now on.
    private double events(long ahead) {
        if (growth == 0) {
            return eventsPerMilli * ahead;
        }
        long days = ahead / DAY;
        long rest = ahead % DAY;
        return growth * (days * between(DAY, 0) + between(DAY, DAY - rest));
    }

    /// Milliseconds from `now` until the budget is gone; none when it never will be.
    ///
    /// @param now newest event time
    /// @param rateOver length of the stretch that is taken to go on, in milliseconds
    static OptionalLong exhaustion(
            Ring ring, PeriodCounts period, long budgetPpb, long now, long rateOver) {
        var forecast = new Forecast(ring, period, budgetPpb, now, rateOver);
        return forecast.recent.bad() == 0 ? OptionalLong.empty() : forecast.exhaustion();
    }

    private OptionalLong exhaustion() {
        double before = overspent(0);
        if (before >= 0) {
            return OptionalLong.of(0);
        }
        long reaches = period.reaches(now);
        for (long from = 0; from < reaches; from += STEP) {
            long ahead = Math.min(from + STEP, reaches);
            double then = overspent(ahead);
            if (then >= 0) {
                return OptionalLong.of(ahead - Math.round((ahead - from) * then / (then - before)));
            }
            before = then;
        }
        return OptionalLong.empty();
    }

    /// Bad events in the period that will be looked at `ahead` milliseconds from now, less those
    /// allowed.
    private double overspent(long ahead) {
        var left = period.at(now, ahead);
        double expected = events(ahead);
        double bad = left.sum().badEvents() + recent.errorRatio() * expected;
        double total = left.sum().totalEvents() + expected;
        return bad - budgetPpb / 1e9 * total / left.coverage();
    }
}
