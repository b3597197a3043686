package tocsin.detector.slo;

import tocsin.detector.window.Calm;

/// What is counted over the compliance period of one series.
sealed interface PeriodCounts permits RollingCounts, CalendarCounts {
    /// What of the events up to `now` will still count `ahead` milliseconds later.
    PeriodCount at(long now, long ahead);

    /// What counts at `now`.
    default PeriodCount at(long now) {
        return at(now, 0);
    }

    /// How far ahead of `now` the budget can run out: after that other events count.
    long reaches(long now);

    /// Whether the period that is counted had begun at `time`.
    boolean begunAt(long time);

    /// Length of the buckets it is put together from; 0 where it is counted exactly.
    long bucketLength();

    /// For how long no facet can begin to hold that needs this share of bad events.
    Calm calm(long time, double ratio);

    /// Counts events that were counted in the ring too.
    void count(long start, long end, long bad, long total);

    /// Moves on to the period that `time` lies in.
    ///
    /// @return whether a new one has begun since this was last asked
    boolean renewed(long time);
}
