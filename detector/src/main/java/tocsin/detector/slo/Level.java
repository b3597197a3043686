package tocsin.detector.slo;

import java.util.Arrays;

/// One resolution of a ring: the good and bad events of the newest buckets, kept as running sums,
/// so that any window ending anywhere is one subtraction. Bucket `b` holds what happened in `(b x
/// length, (b + 1) x length]`.
final class Level {
    /// Counts in sums are kept to a ten thousandth of an event.
    private static final long MAX_SCALE = 10_000;

    private final long length;
    private final long scale;
    private final long[] bad;
    private final long[] total;
    private long badBefore;
    private long totalBefore;
    private long newest = Long.MIN_VALUE;

    /// @param length of a bucket, in milliseconds
    /// @param slots how many buckets are kept
    Level(long length, int slots) {
        this.length = length;
        scale = Math.min(length, MAX_SCALE);
        bad = new long[slots];
        total = new long[slots];
    }

    long bucketLength() {
        return length;
    }

    boolean isEmpty() {
        return newest == Long.MIN_VALUE;
    }

    /// Number of the newest bucket.
    long newest() {
        return newest;
    }

    /// Number of the oldest bucket still kept.
    long oldest() {
        return newest - bad.length + 1;
    }

    /// Whether windows of this length, in milliseconds, can be cut from this level.
    boolean covers(long window) {
        return window <= (bad.length - 1) * length;
    }

    /// Counts events into a bucket; what is older than the oldest bucket is in no window any more.
    void add(long bucket, long badEvents, long events) {
        advanceTo(bucket);
        for (long b = Math.max(bucket, oldest()); b <= newest && bucket >= oldest(); b++) {
            bad[slot(b)] += badEvents;
            total[slot(b)] += events;
        }
    }

    private void advanceTo(long bucket) {
        if (isEmpty()) {
            newest = bucket;
            return;
        }
        if (bucket - newest >= bad.length) {
            badBefore = bad[slot(newest)];
            totalBefore = total[slot(newest)];
            Arrays.fill(bad, badBefore);
            Arrays.fill(total, totalBefore);
            newest = bucket;
            return;
        }
        while (newest < bucket) {
            long badSoFar = bad[slot(newest)];
            long totalSoFar = total[slot(newest)];
            newest++;
            badBefore = bad[slot(newest)];
            totalBefore = total[slot(newest)];
            bad[slot(newest)] = badSoFar;
            total[slot(newest)] = totalSoFar;
        }
    }

    /// Bad events of one bucket.
    long badIn(long bucket) {
        return badUpTo(bucket) - badUpTo(bucket - 1);
    }

    /// All events of one bucket.
    long totalIn(long bucket) {
        return totalUpTo(bucket) - totalUpTo(bucket - 1);
    }

    /// What happened in `(from, to]`. A bucket that is cut counts by the share of it that lies
    /// inside, its events taken as even between the first and last time ever counted.
    ///
    /// @param first start of the first interval ever counted
    /// @param last end of the last interval ever counted
    WindowSum sum(long from, long to, long first, long last) {
        if (isEmpty()) {
            return new WindowSum(0, 0, scale);
        }
        long start = Math.floorDiv(from, length);
        long end = Math.floorDiv(to, length);
        double startShare = share(start, from, first, last);
        double endShare = share(end, to, first, last);
        return new WindowSum(
                scaled(
                        badUpTo(start - 1),
                        badIn(start),
                        startShare,
                        badUpTo(end - 1),
                        badIn(end),
                        endShare),
                scaled(
                        totalUpTo(start - 1),
                        totalIn(start),
                        startShare,
                        totalUpTo(end - 1),
                        totalIn(end),
                        endShare),
                scale);
    }

    private long scaled(
            long beforeStart,
            long inStart,
            double startShare,
            long beforeEnd,
            long inEnd,
            double endShare) {
        return (beforeEnd - beforeStart) * scale
                + part(inEnd, endShare)
                - part(inStart, startShare);
    }

    private long part(long events, double share) {
        if (share == 1) {
            return events * scale;
        }
        return share == 0 || events == 0 ? 0 : Math.round(events * share * scale);
    }

    /// The share of a bucket's events that happened up to `time`.
    private double share(long bucket, long time, long first, long last) {
        long start = Math.max(bucket * length, first);
        long end = Math.min((bucket + 1) * length, last);
        if (time <= start) {
            return 0;
        }
        return time >= end ? 1 : (double) (time - start) / (end - start);
    }

    private long badUpTo(long bucket) {
        if (bucket < oldest()) {
            return badBefore;
        }
        return bad[slot(Math.min(bucket, newest))];
    }

    private long totalUpTo(long bucket) {
        if (bucket < oldest()) {
            return totalBefore;
        }
        return total[slot(Math.min(bucket, newest))];
    }

    private int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) bad.length);
    }
}
