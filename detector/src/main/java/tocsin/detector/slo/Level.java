package tocsin.detector.slo;

/// One resolution of a ring: the good and bad events of the newest buckets, kept as running sums,
/// so that any window ending anywhere is one subtraction. Bucket `b` holds what happened in `(b x
/// length, (b + 1) x length]`.
final class Level {
    /// Counts in sums are kept to a ten thousandth of an event.
    private static final long MAX_SCALE = 10_000;

    private final long length;
    private final long scale;
    private final int slots;

    /// Of each slot all bad events and all events up to the end of its bucket, side by side: both
    /// are always read together.
    private final long[] sums;

    private long badBefore;
    private long totalBefore;
    private long newest = Long.MIN_VALUE;

    /// The newest bucket's slot; the one before is the bucket before.
    private int newestSlot;

    /// @param length of a bucket, in milliseconds
    /// @param slots how many buckets are kept
    Level(long length, int slots) {
        this.length = length;
        scale = Math.min(length, MAX_SCALE);
        this.slots = slots;
        sums = new long[2 * slots];
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
        return newest - slots + 1;
    }

    /// Whether windows of this length, in milliseconds, can be cut from this level.
    boolean covers(long window) {
        return window <= (slots - 1) * length;
    }

    /// Counts events into a bucket; what is older than the oldest bucket is in no window any more.
    void add(long bucket, long badEvents, long events) {
        advanceTo(bucket);
        if (bucket < oldest()) {
            return;
        }
        for (long b = bucket; b <= newest; b++) {
            int at = at(b);
            sums[at] += badEvents;
            sums[at + 1] += events;
        }
    }

    private void advanceTo(long bucket) {
        if (isEmpty()) {
            newest = bucket;
            return;
        }
        if (bucket <= newest) {
            return;
        }
        int last = at(newest);
        long badSoFar = sums[last];
        long totalSoFar = sums[last + 1];
        boolean allNew = bucket - newest >= slots;
        if (allNew) {
            newest = bucket - slots;
        }
        while (newest < bucket) {
            newest++;
            newestSlot = newestSlot + 1 == slots ? 0 : newestSlot + 1;
            int at = 2 * newestSlot;
            badBefore = allNew ? badSoFar : sums[at];
            totalBefore = allNew ? totalSoFar : sums[at + 1];
            sums[at] = badSoFar;
            sums[at + 1] = totalSoFar;
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
        return bucket < oldest() ? badBefore : sums[at(Math.min(bucket, newest))];
    }

    private long totalUpTo(long bucket) {
        return bucket < oldest() ? totalBefore : sums[at(Math.min(bucket, newest)) + 1];
    }

    /// Where the sums of a bucket are, one of those kept.
    private int at(long bucket) {
        int slot = newestSlot - (int) (newest - bucket);
        return 2 * (slot < 0 ? slot + slots : slot);
    }
}
