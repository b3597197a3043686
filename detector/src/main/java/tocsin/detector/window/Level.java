package tocsin.detector.window;

/// One resolution of a ring: the good and bad events of the newest buckets, kept as running sums,
/// so that any window ending anywhere is one subtraction. Bucket `b` holds what happened in `(b x
/// length, (b + 1) x length]`. What is counted into the newest bucket, as nearly everything is,
/// changes two fields and no array.
final class Level {
    /// Counts in sums are kept to a ten thousandth of an event.
    private static final long MAX_SCALE = 10_000;

    private final long length;
    private final long scale;
    private final int slots;

    /// Of each slot all bad events and all events up to the end of its bucket, side by side: both
    /// are always read together. The newest bucket's are not here yet.
    private final long[] sums;

    /// All bad events and all events, those of the newest bucket included.
    private long bad;

    private long total;
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
        if (bucket != newest) {
            advanceTo(bucket);
            if (bucket < oldest()) {
                return;
            }
            for (long b = bucket; b < newest; b++) {
                int at = at(b);
                sums[at] += badEvents;
                sums[at + 1] += events;
            }
        }
        bad += badEvents;
        total += events;
    }

    private void advanceTo(long bucket) {
        if (isEmpty()) {
            newest = bucket;
            return;
        }
        if (bucket <= newest) {
            return;
        }
        long steps = bucket - newest;
        for (long step = Math.min(steps, slots); step > 0; step--) {
            int at = 2 * newestSlot;
            sums[at] = bad;
            sums[at + 1] = total;
            newestSlot = newestSlot + 1 == slots ? 0 : newestSlot + 1;
            badBefore = sums[2 * newestSlot];
            totalBefore = sums[2 * newestSlot + 1];
        }
        if (steps >= slots) {
            badBefore = bad;
            totalBefore = total;
        }
        newest = bucket;
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
        long cut = Math.floorDiv(from, length);
        double outside = share(cut, from, first, last);
        long badOutside = scaled(badUpTo(cut - 1), badIn(cut), outside);
        long totalOutside = scaled(totalUpTo(cut - 1), totalIn(cut), outside);
        if (to >= last) {
            return new WindowSum(bad * scale - badOutside, total * scale - totalOutside, scale);
        }
        long end = Math.floorDiv(to, length);
        double inside = share(end, to, first, last);
        return new WindowSum(
                scaled(badUpTo(end - 1), badIn(end), inside) - badOutside,
                scaled(totalUpTo(end - 1), totalIn(end), inside) - totalOutside,
                scale);
    }

    private long scaled(long before, long events, double share) {
        long part = share == 1 || events == 0 ? events * scale : Math.round(events * share * scale);
        return before * scale + part;
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
        if (bucket >= newest) {
            return bad;
        }
        return bucket < oldest() ? badBefore : sums[at(bucket)];
    }

    private long totalUpTo(long bucket) {
        if (bucket >= newest) {
            return total;
        }
        return bucket < oldest() ? totalBefore : sums[at(bucket) + 1];
    }

    /// Where the sums of a bucket are, one of those kept.
    private int at(long bucket) {
        int slot = newestSlot - (int) (newest - bucket);
        return 2 * (slot < 0 ? slot + slots : slot);
    }
}
