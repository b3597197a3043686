package tocsin.detector.window;

import java.util.Arrays;
import java.util.Optional;

/// The recent history of one series at four resolutions: 10 s for an hour, 1 min for six hours, 5
/// min for three days, 1 h for 31 days. Adding is O(1); so is every window, whatever its length.
public final class Ring {
    /// The longest window that can be asked for, in milliseconds: 31 days.
    public static final long LONGEST_WINDOW = 744L * 3_600_000;

    /// Buckets of one level are stored in chunks of this many.
    public static final int CHUNK = 60;

    private static final long[] LENGTHS = {10_000, 60_000, 300_000, 3_600_000};

    /// Enough for the longest window of the level, for the buckets that both of its ends cut, and
    /// for a watermark behind the newest event.
    private static final int[] SLOTS = {364, 362, 866, 746, 1_441};

    /// The level of time slices, where there is one: it has the events as they came, and the others
    /// have what became of each slice. A day of slices of a minute is kept.
    public static final int SLICES = LENGTHS.length;

    private Level[] levels;
    private Optional<Level> slices = Optional.empty();
    private long decided = Long.MIN_VALUE;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long badCounted;

    /// A ring for windows of any length.
    public Ring() {
        this(LENGTHS.length);
    }

    /// A ring of the finest resolutions only, which is all that short windows need; [#reach] adds
    /// others.
    ///
    /// @param depth how many
    public Ring(int depth) {
        levels = new Level[depth];
        for (int i = 0; i < depth; i++) {
            levels[i] = new Level(LENGTHS[i], SLOTS[i]);
        }
    }

    /// How many resolutions it has.
    public int depth() {
        return levels.length;
    }

    /// Makes room for windows of this length. A resolution that is added holds what the next finer
    /// one still knows.
    ///
    /// @param onClosed told of every bucket that has to be stored
    public void reach(long window, BucketListener onClosed) {
        while (!levels[levels.length - 1].covers(window)) {
            if (levels.length == LENGTHS.length) {
                throw tooLong(window);
            }
            levels = Arrays.copyOf(levels, levels.length + 1);
            int added = levels.length - 1;
            levels[added] = new Level(LENGTHS[added], SLOTS[added]);
            fill(added, onClosed);
        }
    }

    private void fill(int index, BucketListener onClosed) {
        var finer = levels[index - 1];
        if (finer.isEmpty()) {
            return;
        }
        long share = LENGTHS[index] / LENGTHS[index - 1];
        for (long bucket = finer.oldest(); bucket <= finer.newest(); bucket++) {
            levels[index].add(
                    Math.floorDiv(bucket, share), finer.badIn(bucket), finer.totalIn(bucket));
        }
        long oldest = Math.floorDiv(finer.oldest(), share);
        for (long bucket = oldest; bucket < levels[index].newest(); bucket++) {
            onClosed.changed(index, bucket);
        }
    }

    /// Bucket length of a level, in milliseconds.
    public static long bucketLength(int level) {
        return LENGTHS[level];
    }

    /// Length of the buckets that windows of this length are made of, in milliseconds.
    public long bucketLengthFor(long window) {
        return level(window).bucketLength();
    }

    /// How many buckets a level keeps.
    public static int slots(int level) {
        return SLOTS[level];
    }

    /// Counts the events of `(start, end]`, spread evenly over it in whole events.
    ///
    /// @param onClosed told of every bucket of a level that changed and is not the newest of its
    ///   level any more or never was; such a bucket has to be stored
    public void add(long start, long end, long bad, long total, BucketListener onClosed) {
        first = Math.min(first, start);
        last = Math.max(last, end);
        badCounted += Math.max(0, bad);
        for (int i = 0; i < levels.length; i++) {
            spread(i, start, end, bad, total, onClosed);
        }
    }

    /// Keeps time slices of this length, in milliseconds, from now on.
    ///
    /// @param next number of the first slice that is still to be decided
    public void sliceBy(long millis, long next) {
        slices = Optional.of(new Level(millis, SLOTS[SLICES]));
        decided = next;
    }

    /// Length of a time slice in milliseconds; 0 where there are none.
    public long sliceLength() {
        return slices.map(Level::bucketLength).orElse(0L);
    }

    /// Counts events of one time slice, and nothing else.
    public void addToSlice(long slice, long bad, long total, BucketListener onClosed) {
        var level = numbered(SLICES);
        long before = level.isEmpty() ? slice : level.newest();
        level.add(slice, bad, total);
        if (before < level.newest()) {
            onClosed.changed(SLICES, before);
        } else if (slice < before && slice >= level.oldest()) {
            onClosed.changed(SLICES, slice);
        }
    }

    /// Number of the first slice that is still to be decided.
    public long decided() {
        return decided;
    }

    /// Notes that all slices before this one are decided.
    public void decidedUpTo(long slice) {
        decided = slice;
    }

    private Level numbered(int number) {
        return number == SLICES ? slices.orElseThrow() : levels[number];
    }

    /// Told of one bucket.
    @FunctionalInterface
    public interface BucketListener {
        void changed(int level, long bucket);
    }

    private void spread(
            int index, long start, long end, long bad, long total, BucketListener onClosed) {
        var level = levels[index];
        long length = level.bucketLength();
        long newestBefore = level.isEmpty() ? Long.MIN_VALUE : level.newest();
        long firstBucket = Math.floorDiv(start, length);
        long lastBucket = Math.floorDiv(end - 1, length);
        if (firstBucket == lastBucket) {
            level.add(firstBucket, bad, total);
        } else {
            addParts(level, new Delta(start, end, bad, total), firstBucket, lastBucket);
        }
        if (newestBefore != Long.MIN_VALUE && newestBefore < level.newest()) {
            onClosed.changed(index, newestBefore);
        }
        long closed = Math.min(lastBucket, level.newest() - 1);
        for (long bucket = Math.max(firstBucket, level.oldest()); bucket <= closed; bucket++) {
            if (bucket != newestBefore) {
                onClosed.changed(index, bucket);
            }
        }
    }

    private static void addParts(Level level, Delta events, long firstBucket, long lastBucket) {
        for (long bucket = firstBucket; bucket <= lastBucket; bucket++) {
            long from = Math.max(events.start(), bucket * level.bucketLength());
            long to = Math.min(events.end(), (bucket + 1) * level.bucketLength());
            level.add(
                    bucket,
                    events.badUpTo(to) - events.badUpTo(from),
                    events.totalUpTo(to) - events.totalUpTo(from));
        }
    }

    /// What happened in the `window` milliseconds up to `to`, from the finest level that reaches so
    /// far back.
    public WindowSum sum(long window, long to) {
        return level(window).sum(to - window, to, first, last);
    }

    private Level level(long window) {
        for (var level : levels) {
            if (window <= LONGEST_WINDOW && level.covers(window)) {
                return level;
            }
        }
        throw tooLong(window);
    }

    private static IllegalArgumentException tooLong(long window) {
        return new IllegalArgumentException(
                "a window of " + window + " ms is longer than this ring or " + LONGEST_WINDOW);
    }

    /// Whether nothing was ever counted.
    public boolean isEmpty() {
        return last == Long.MIN_VALUE;
    }

    /// Start of the first interval ever counted.
    public long first() {
        return first;
    }

    /// End of the last interval ever counted: the newest event time.
    public long last() {
        return last;
    }

    /// Bad events counted since this object was made; corrections take none away.
    public long badCounted() {
        return badCounted;
    }

    /// Number of the newest bucket of a level.
    public long newestBucket(int level) {
        return numbered(level).newest();
    }

    /// Number of the oldest bucket kept on a level.
    public long oldestBucket(int level) {
        return numbered(level).oldest();
    }

    /// Bad events of one bucket.
    public long badIn(int level, long bucket) {
        return numbered(level).badIn(bucket);
    }

    /// All events of one bucket.
    public long totalIn(int level, long bucket) {
        return numbered(level).totalIn(bucket);
    }

    /// Puts a stored bucket back; buckets of a level come in rising order.
    public void restore(int level, long bucket, long bad, long total) {
        numbered(level).add(bucket, bad, total);
    }

    /// The first bucket of a level that the next finer one knows whole.
    public long firstKnownByFiner(int level) {
        long share = LENGTHS[level] / LENGTHS[level - 1];
        return -Math.floorDiv(-levels[level - 1].oldest(), share);
    }

    /// Counts a bucket of a level again from the next finer one, which knows it whole; buckets of a
    /// level come in rising order.
    public void restoreFromFiner(int level, long bucket) {
        var finer = levels[level - 1];
        long share = LENGTHS[level] / LENGTHS[level - 1];
        long bad = 0;
        long total = 0;
        for (long part = bucket * share; part < (bucket + 1) * share; part++) {
            bad += finer.badIn(part);
            total += finer.totalIn(part);
        }
        levels[level].add(bucket, bad, total);
    }

    /// Puts the stored bounds back.
    public void restoreBounds(long firstCounted, long lastCounted) {
        first = firstCounted;
        last = lastCounted;
    }
}
