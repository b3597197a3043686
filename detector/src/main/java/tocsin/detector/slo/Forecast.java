package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.OptionalLong;

/// When the error budget will be gone if as large a share of events goes on failing as in the
/// newest stretch of time. Traffic is taken to go on like that of the day before, as much higher or
/// lower as it is now. What is left of the budget counts, not the whole of it, and old bad events
/// that leave the rolling period give theirs back on the way.
final class Forecast {
    private static final long STEP = 3_600_000;
    private static final long DAY = 24 * STEP;

    private final Ring ring;
    private final Slo slo;
    private final long now;
    private final WindowSum recent;
    private final double eventsPerMilli;

    /// How today's traffic compares with yesterday's; 0 when there is no yesterday.
    private final double growth;

    private Forecast(Ring ring, Slo slo, long now, long rateOver) {
        this.ring = ring;
        this.slo = slo;
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
    static OptionalLong exhaustion(Ring ring, Slo slo, long now, long rateOver) {
        var forecast = new Forecast(ring, slo, now, rateOver);
        return forecast.recent.bad() == 0 ? OptionalLong.empty() : forecast.exhaustion();
    }

    private OptionalLong exhaustion() {
        double before = overspent(0);
        if (before >= 0) {
            return OptionalLong.of(0);
        }
        for (long ahead = STEP; ahead <= slo.periodMillis(); ahead += STEP) {
            double then = overspent(ahead);
            if (then >= 0) {
                return OptionalLong.of(ahead - Math.round(STEP * then / (then - before)));
            }
            before = then;
        }
        return OptionalLong.empty();
    }

    /// Bad events in the period that will end `ahead` milliseconds from now, less those allowed.
    private double overspent(long ahead) {
        long kept = slo.periodMillis() - ahead;
        var left = kept > 0 ? ring.sum(kept, now) : new WindowSum(0, 0, 1);
        double expected = events(ahead);
        double bad = left.badEvents() + recent.errorRatio() * expected;
        double total = left.totalEvents() + expected;
        double covered = Math.min(slo.periodMillis(), now - ring.first() + ahead);
        return bad - slo.budgetPpb() / 1e9 * total * slo.periodMillis() / covered;
    }
}
