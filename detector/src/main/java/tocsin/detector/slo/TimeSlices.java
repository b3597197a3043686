package tocsin.detector.slo;

import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;

/// Turns the events of one series into time slices. A slice is decided once the newest event or the
/// watermark has reached its end; an event that comes later corrects what was decided, as long as
/// the ring has the slice's events.
final class TimeSlices {
    private final Ring ring;
    private final Budgeting.Slices rule;
    private final PeriodCounts period;
    private final long length;

    TimeSlices(Ring ring, Budgeting.Slices rule, PeriodCounts period) {
        this.ring = ring;
        this.rule = rule;
        this.period = period;
        length = rule.sliceMillis();
        if (ring.sliceLength() == 0) {
            ring.sliceBy(length, Long.MIN_VALUE);
        }
    }

    /// Counts events of `(start, end]`.
    void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        var delta = new Delta(start, end, bad, total);
        long last = Math.floorDiv(end - 1, length);
        for (long slice = Math.floorDiv(start, length); slice <= last; slice++) {
            long from = Math.max(start, slice * length);
            long to = Math.min(end, (slice + 1) * length);
            count(
                    slice,
                    delta.badUpTo(to) - delta.badUpTo(from),
                    delta.totalUpTo(to) - delta.totalUpTo(from),
                    onClosed);
        }
        var _ = decide(end, onClosed);
    }

    private void count(long slice, long bad, long total, Ring.BucketListener onClosed) {
        if (ring.decided() == Long.MIN_VALUE) {
            ring.decidedUpTo(slice);
        }
        if (slice >= ring.decided()) {
            ring.addToSlice(slice, bad, total, onClosed);
            return;
        }
        boolean known = !ring.isEmpty() && slice * length >= ring.first();
        var before = known ? verdict(slice) : Budgeting.Verdict.NOTHING;
        ring.addToSlice(slice, bad, total, onClosed);
        var after = verdict(slice);
        if (!after.equals(before) && slice >= ring.oldestBucket(Ring.SLICES)) {
            put(slice, after.bad() - before.bad(), after.total() - before.total(), onClosed);
        }
    }

    /// Decides the slices that have ended at `time`.
    ///
    /// @return whether there were any
    boolean decide(long time, Ring.BucketListener onClosed) {
        long end = Math.floorDiv(time, length);
        if (ring.decided() == Long.MIN_VALUE || end <= ring.decided()) {
            return false;
        }
        for (long slice = firstToDecide(end); slice < end; slice++) {
            var verdict = verdict(slice);
            if (verdict.total() > 0) {
                put(slice, verdict.bad(), verdict.total(), onClosed);
            }
        }
        ring.decidedUpTo(end);
        return true;
    }

    /// After a long silence, nobody looks at the oldest slices any more.
    private long firstToDecide(long end) {
        return Math.max(ring.decided(), end - Ring.LONGEST_WINDOW / length);
    }

    private Budgeting.Verdict verdict(long slice) {
        return rule.verdict(ring.badIn(Ring.SLICES, slice), ring.totalIn(Ring.SLICES, slice));
    }

    private void put(long slice, long bad, long total, Ring.BucketListener onClosed) {
        long start = slice * length;
        ring.add(start, start + length, bad, total, onClosed);
        period.count(start, start + length, bad, total);
    }
}
