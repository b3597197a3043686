package tocsin.detector.slo;

import tocsin.detector.window.WindowSum;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;

/// What a budget is counted in.
public sealed interface Budgeting {
    /// Budgets of events.
    Budgeting OCCURRENCES = new Occurrences(1);

    /// What the ring counts for one of them.
    long unit();

    /// Length of a time slice in milliseconds; 0 where events are counted.
    long sliceMillis();

    /// Every event counts.
    ///
    /// @param unit what the ring counts for an event; for those of lighter children less
    record Occurrences(long unit) implements Budgeting {
        @Override
        public long sliceMillis() {
            return 0;
        }
    }

    /// What a slice is in which nothing happened.
    enum Empty {
        GOOD,
        BAD,
        EXCLUDE
    }

    /// Every slice of time counts, however much happened in it. OpenSLO v1 calls the method
    /// Timeslices when each is good or bad, RatioTimeslices when each counts by its own ratio.
    ///
    /// @param targetPpb share of its events, in parts per billion, that must be good for a slice to
    ///   be; 0 when each counts by its own ratio
    record Slices(long sliceMillis, long targetPpb, Empty empty) implements Budgeting {
        private static final long MINUTE = 60_000;
        private static final long HOUR = 3_600_000;
        private static final long WHOLE = 1_000_000_000L;

        /// Ratios are kept to a millionth of a slice.
        private static final long RATIO_UNIT = 1_000_000;

        public Slices {
            if (sliceMillis < MINUTE || sliceMillis > HOUR) {
                throw new IllegalArgumentException(
                        "a time slice lies between 1 minute and 1 hour, not "
                                + DurationText.of(Duration.ofMillis(sliceMillis)));
            }
            if (targetPpb < 0 || targetPpb > WHOLE) {
                throw new IllegalArgumentException(
                        "the target of a time slice lies above 0, and at most at 1");
            }
        }

        /// The same by another target.
        Slices with(long target) {
            return new Slices(sliceMillis, target, empty);
        }

        @Override
        public long unit() {
            return targetPpb == 0 ? RATIO_UNIT : 1;
        }

        /// What a slice counts in which so many events were bad.
        Verdict verdict(long bad, long total) {
            if (total <= 0) {
                return switch (empty) {
                    case GOOD -> new Verdict(0, unit());
                    case BAD -> new Verdict(unit(), unit());
                    case EXCLUDE -> Verdict.NOTHING;
                };
            }
            long failed = Math.clamp(bad, 0, total);
            if (targetPpb == 0) {
                return verdict((double) failed / total);
            }
            boolean good = WindowSum.compare(total - failed, WHOLE, total, targetPpb) >= 0;
            return new Verdict(good ? 0 : 1, 1);
        }

        /// What a slice counts of whose events this share was bad.
        Verdict verdict(double ratio) {
            return targetPpb == 0
                    ? new Verdict(Math.round(ratio * RATIO_UNIT), RATIO_UNIT)
                    : new Verdict(WHOLE - Math.round(ratio * WHOLE) >= targetPpb ? 0 : 1, 1);
        }
    }

    /// What the ring counts for one slice.
    record Verdict(long bad, long total) {
        static final Verdict NOTHING = new Verdict(0, 0);
    }
}
