package tocsin.detector.slo;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

/// Counts over a rolling period: the ring's.
record RollingCounts(Ring ring, long millis) implements PeriodCounts {
    @Override
    public PeriodCount at(long now, long ahead) {
        long kept = millis - ahead;
        var sum = kept > 0 ? ring.sum(kept, now) : new WindowSum(0, 0, 1);
        return new PeriodCount(sum, now + ahead - millis, millis, now - ring.first() + ahead);
    }

    @Override
    public long reaches(long now) {
        return millis;
    }

    @Override
    public boolean begunAt(long time) {
        return true;
    }

    @Override
    public long bucketLength() {
        return ring.bucketLengthFor(millis);
    }

    /// What is allowed is never less than at today's coverage of the whole period.
    @Override
    public Calm calm(long time, double ratio) {
        return Calm.of(ring, time, millis, ratio);
    }

    @Override
    public void count(long start, long end, long bad, long total) {
        // The ring has them.
    }

    @Override
    public boolean renewed(long time) {
        return false;
    }
}
