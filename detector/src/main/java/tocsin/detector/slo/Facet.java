package tocsin.detector.slo;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.List;

/// One way an objective can be broken, with its condition. A breach is made of facets.
sealed interface Facet {
    String name();

    /// Whether the condition holds at `time`.
    boolean holds(Ring ring, long time);

    /// For how long [#holds] cannot become true. Nearly every sample is covered by what was worked
    /// out a while before it.
    Calm calm(Ring ring, long time);

    /// Whether it has clearly ended at `time`: below nine tenths of the threshold. Of a service
    /// that says nothing any more counts what it said last, until the facet is [#forgotten].
    boolean clear(Ring ring, long time);

    /// Whether nothing at all is left in the oldest window that is looked at.
    boolean forgotten(Ring ring, long time);

    long clearFor(BurnPolicy policy);

    /// Whether what has held since `since` is over at once, unless it holds again.
    default boolean over(long since, long watermark) {
        return false;
    }

    /// The windows that are looked at, in milliseconds: the longest first.
    List<Long> windows(long time);

    /// What was counted in one of them.
    default WindowSum sum(Ring ring, long window, long time) {
        return ring.sum(window, time);
    }

    /// Length of the buckets that one of them is put together from; 0 where it is counted exactly.
    default long bucketLength(Ring ring, long window) {
        return ring.bucketLengthFor(window);
    }

    /// What [#holds] asks for, for people to check.
    Evidence.Threshold threshold(Ring ring, long time);

    /// A burn pair.
    ///
    /// @param test whether the long window's bad events are more than chance
    record Burn(BurnPair pair, Slo slo, Binomial test) implements Facet {
        Burn(BurnPair pair, Slo slo) {
            this(pair, slo, new Binomial(ratio(pair, slo), slo.policy().guard().alpha()));
        }

        /// The error ratio that both windows must exceed.
        private static double ratio(BurnPair pair, Slo slo) {
            return pair.factorMilli() * slo.budgetPpb() / 1e12;
        }

        @Override
        public String name() {
            return pair.name();
        }

        @Override
        public boolean holds(Ring ring, long time) {
            var recent = ring.sum(pair.shortMillis(), time);
            if (!recent.burnsFasterThan(pair.factorMilli(), slo.budgetPpb())) {
                return false;
            }
            var sustained = ring.sum(pair.longMillis(), time);
            return sustained.burnsFasterThan(pair.factorMilli(), slo.budgetPpb())
                    && slo.policy().guard().passes(slo.guarded(sustained), test);
        }

        @Override
        public Calm calm(Ring ring, long time) {
            return Calm.of(ring, time, pair.shortMillis(), ratio(pair, slo));
        }

        @Override
        public boolean clear(Ring ring, long time) {
            long lower = pair.factorMilli() * 9 / 10;
            var sustained = ring.sum(pair.longMillis(), time);
            if (!sustained.burnsFasterThan(lower, slo.budgetPpb())) {
                return true;
            }
            var recent = ring.sum(pair.shortMillis(), Math.min(time, ring.last()));
            return !recent.burnsFasterThan(lower, slo.budgetPpb());
        }

        @Override
        public boolean forgotten(Ring ring, long time) {
            return ring.sum(pair.longMillis(), time).total() == 0;
        }

        @Override
        public long clearFor(BurnPolicy policy) {
            return policy.clearFor(pair.shortMillis());
        }

        @Override
        public List<Long> windows(long time) {
            return List.of(pair.longMillis(), pair.shortMillis());
        }

        @Override
        public Evidence.Threshold threshold(Ring ring, long time) {
            return new Evidence.Threshold(ratio(pair, slo), false, slo.policy().guard(), test);
        }
    }

    /// A part of the period's budget is spent, at the traffic seen so far.
    record Spent(BudgetStep step, long budgetPpb, PeriodCounts period) implements Facet {
        private static final long MINUTE = 60_000;

        @Override
        public String name() {
            return step.name();
        }

        @Override
        public boolean holds(Ring ring, long time) {
            return period.at(time).hasSpent(step.percent() * 10L, budgetPpb);
        }

        @Override
        public Calm calm(Ring ring, long time) {
            return period.calm(time, step.percent() / 100.0 * budgetPpb / 1e9);
        }

        @Override
        public boolean clear(Ring ring, long time) {
            return period.begunAt(time)
                    && !period.at(time).hasSpent(step.restoredPermille(), budgetPpb);
        }

        @Override
        public boolean forgotten(Ring ring, long time) {
            return period.at(time).sum().total() == 0;
        }

        @Override
        public long clearFor(BurnPolicy policy) {
            return policy.clearFor(MINUTE);
        }

        @Override
        public List<Long> windows(long time) {
            return List.of(Math.max(1, time - period.at(time).begin()));
        }

        @Override
        public WindowSum sum(Ring ring, long window, long time) {
            return period.at(time).sum();
        }

        @Override
        public long bucketLength(Ring ring, long window) {
            return period.bucketLength();
        }

        @Override
        public Evidence.Threshold threshold(Ring ring, long time) {
            double ratio = step.percent() * budgetPpb / 1e11;
            return new Evidence.Threshold(
                    ratio / period.at(time).coverage(), true, Guard.NONE, Binomial.OFF);
        }

        /// What was spent of a budget that is no more.
        @Override
        public boolean over(long since, long watermark) {
            return period.begunAt(watermark) && !period.begunAt(since);
        }
    }

    /// The budget will be gone soon.
    ///
    /// @param test whether the bad events are more than chance
    record Exhaustion(Runway runway, Slo slo, PeriodCounts period, Binomial test) implements Facet {
        private static final long ONE = 1_000;

        Exhaustion(Runway runway, Slo slo, PeriodCounts period) {
            this(
                    runway,
                    slo,
                    period,
                    new Binomial(slo.budgetPpb() / 1e9, slo.policy().guard().alpha()));
        }

        @Override
        public String name() {
            return runway.name();
        }

        @Override
        public boolean holds(Ring ring, long time) {
            var recent = ring.sum(runway.overMillis(), time);
            return recent.burnsFasterThan(ONE, slo.budgetPpb())
                    && slo.policy().guard().passes(slo.guarded(recent), test)
                    && goneWithin(ring, time, runway.withinMillis());
        }

        private boolean goneWithin(Ring ring, long time, long millis) {
            var left =
                    Forecast.exhaustion(ring, period, slo.budgetPpb(), time, runway.overMillis());
            return left.isPresent() && left.getAsLong() < millis;
        }

        @Override
        public Calm calm(Ring ring, long time) {
            return Calm.of(ring, time, runway.overMillis(), slo.budgetPpb() / 1e9);
        }

        @Override
        public boolean clear(Ring ring, long time) {
            var recent = ring.sum(runway.overMillis(), Math.min(time, ring.last()));
            return !recent.burnsFasterThan(ONE * 9 / 10, slo.budgetPpb())
                    || !goneWithin(
                            ring, Math.min(time, ring.last()), runway.withinMillis() / 9 * 10);
        }

        @Override
        public boolean forgotten(Ring ring, long time) {
            return ring.sum(runway.overMillis(), time).total() == 0;
        }

        @Override
        public long clearFor(BurnPolicy policy) {
            return policy.clearFor(runway.overMillis());
        }

        @Override
        public List<Long> windows(long time) {
            return List.of(runway.overMillis());
        }

        @Override
        public Evidence.Threshold threshold(Ring ring, long time) {
            return new Evidence.Threshold(slo.budgetPpb() / 1e9, false, slo.policy().guard(), test);
        }
    }

    /// At least half of all events were bad, for a whole minute of history.
    ///
    /// @param unit what the ring counts for an event
    record TotalOutage(long unit) implements Facet {
        static final String NAME = "TOTAL_OUTAGE";
        static final long WINDOW = 60_000;
        private static final long REMEMBERED = 10 * WINDOW;
        private static final long HALF = 500_000_000L;

        /// One bad event in a quiet minute is no outage.
        private static final long MIN_BAD = 2;

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean holds(Ring ring, long time) {
            var minute = ring.sum(WINDOW, time);
            return time - WINDOW >= ring.first()
                    && minute.bad() >= MIN_BAD * unit * minute.scale()
                    && minute.bad() * 2 >= minute.total();
        }

        @Override
        public Calm calm(Ring ring, long time) {
            return Calm.of(ring, time, WINDOW, 0.5);
        }

        @Override
        public boolean clear(Ring ring, long time) {
            var minute = ring.sum(WINDOW, Math.min(time, ring.last()));
            return !minute.burnsFasterThan(900, HALF) || forgotten(ring, time);
        }

        @Override
        public boolean forgotten(Ring ring, long time) {
            return ring.sum(REMEMBERED, time).total() == 0;
        }

        @Override
        public long clearFor(BurnPolicy policy) {
            return policy.clearFor(WINDOW);
        }

        @Override
        public List<Long> windows(long time) {
            return List.of(WINDOW);
        }

        @Override
        public Evidence.Threshold threshold(Ring ring, long time) {
            return new Evidence.Threshold(0.5, true, new Guard(MIN_BAD, 0, 1), Binomial.OFF);
        }
    }
}
