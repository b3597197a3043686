package tocsin.detector.slo;

import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;

import java.util.List;

/// Turns the events of one series into time slices. A slice is decided once the newest event (of a
/// composite: of each child) or the watermark has reached its end; an event that comes later
/// corrects what was decided, as long as the ring has the slice's events.
final class TimeSlices {
    private final Ring ring;
    private final Budgeting.Slices rule;
    private final PeriodCounts period;
    private final SliceVerdict verdict;
    private final List<Ring> children;
    private final long length;

    /// @param children of a composite, which turn their events into slices of their own
    TimeSlices(
            Ring ring,
            Budgeting.Slices rule,
            PeriodCounts period,
            SliceVerdict verdict,
            List<Ring> children) {
        this.ring = ring;
        this.rule = rule;
        this.period = period;
        this.verdict = verdict;
        this.children = List.copyOf(children);
        length = rule.sliceMillis();
        if (ring.sliceLength() == 0) {
            ring.sliceBy(length, Long.MIN_VALUE);
        }
    }

    /// Counts events of `(start, end]`.
    ///
    /// @param ofChild counts them for the child that they are of
    void count(
            long start,
            long end,
            long bad,
            long total,
            Ring.BucketListener onClosed,
            Runnable ofChild) {
        var delta = new Delta(start, end, bad, total);
        long first = Math.floorDiv(start, length);
        long last = Math.floorDiv(end - 1, length);
        if (ring.decided() == Long.MIN_VALUE) {
            ring.decidedUpTo(first);
        }
        long decided = ring.decided();
        var before = new Budgeting.Verdict[(int) (last - first) + 1];
        for (long slice = first; slice <= last && slice < decided; slice++) {
            boolean known = !ring.isEmpty() && slice * length >= ring.first();
            before[(int) (slice - first)] = known ? verdict(slice) : Budgeting.Verdict.NOTHING;
        }
        ofChild.run();
        for (long slice = first; slice <= last; slice++) {
            long from = Math.max(start, slice * length);
            long to = Math.min(end, (slice + 1) * length);
            ring.addToSlice(
                    slice,
                    delta.badUpTo(to) - delta.badUpTo(from),
                    delta.totalUpTo(to) - delta.totalUpTo(from),
                    onClosed);
            if (slice < decided) {
                correct(slice, before[(int) (slice - first)], onClosed);
            }
        }
        var _ = decide(reached(end), onClosed);
    }

    private void correct(long slice, Budgeting.Verdict before, Ring.BucketListener onClosed) {
        var after = verdict(slice);
        if (!after.equals(before) && slice >= ring.oldestBucket(Ring.SLICES)) {
            put(slice, after.bad() - before.bad(), after.total() - before.total(), onClosed);
        }
    }

    /// The time up to which nothing more is awaited but what is late. A child that was never heard
    /// is waited for until the watermark.
    private long reached(long end) {
        long reached = end;
        for (var child : children) {
            long decided = child.decided();
            reached = decided == Long.MIN_VALUE ? decided : Math.min(reached, decided * length);
        }
        return reached;
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
            var found = verdict(slice);
            if (found.total() > 0) {
                put(slice, found.bad(), found.total(), onClosed);
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
        long total = ring.totalIn(Ring.SLICES, slice);
        return total <= 0
                ? rule.verdict(0, 0)
                : verdict.of(slice, ring.badIn(Ring.SLICES, slice), total);
    }

    private void put(long slice, long bad, long total, Ring.BucketListener onClosed) {
        long start = slice * length;
        ring.add(start, start + length, bad, total, onClosed);
        period.count(start, start + length, bad, total);
    }
}
