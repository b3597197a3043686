package tocsin.detector.baseline;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/// The sizes of the events of the newest six minutes, in buckets of ten seconds. Windows begin and
/// end with a bucket: one that is cut counts whole at its end, and not at all at its beginning.
public final class SizeRing {
    /// The longest window that can be asked for, in milliseconds.
    public static final long LONGEST_WINDOW = 300_000;

    /// Length of a bucket, in milliseconds.
    public static final long BUCKET = 10_000;

    /// Buckets kept: the longest window, and what a watermark may lie behind.
    public static final int SLOTS = 36;

    private final Sizes[] slots = new Sizes[SLOTS];
    private final Set<Long> changed = new TreeSet<>();
    private long newest = Long.MIN_VALUE;

    /// Nothing was counted yet.
    public SizeRing() {
        Arrays.fill(slots, Sizes.NONE);
    }

    /// Counts events of `(start, end]`, spread evenly over its buckets in whole events.
    public void add(long start, long end, Sizes sizes) {
        long first = Math.floorDiv(start, BUCKET);
        long last = Math.floorDiv(end - 1, BUCKET);
        long parts = last - first + 1;
        for (long part = Math.max(0, parts - SLOTS); part < parts; part++) {
            add(first + part, sizes, part, parts);
        }
    }

    private void add(long bucket, Sizes sizes, long part, long parts) {
        advanceTo(bucket);
        if (bucket <= newest - SLOTS) {
            return;
        }
        var cells = new long[Sizes.CELLS];
        addTo(cells, slots[at(bucket)]);
        for (int i = 0; i < sizes.length(); i++) {
            long count = sizes.count(i);
            // What is left over of each cell goes into another part.
            long shift = i % parts;
            cells[sizes.first() + i] +=
                    (count * (part + 1) + shift) / parts - (count * part + shift) / parts;
        }
        slots[at(bucket)] = Sizes.of(cells);
        changed.add(bucket);
    }

    private void advanceTo(long bucket) {
        if (bucket <= newest) {
            return;
        }
        long from = newest == Long.MIN_VALUE ? bucket : Math.max(newest, bucket - SLOTS) + 1;
        for (long gone = from; gone <= bucket; gone++) {
            slots[at(gone)] = Sizes.NONE;
        }
        newest = bucket;
    }

    private static int at(long bucket) {
        return (int) Math.floorMod(bucket, (long) SLOTS);
    }

    private static void addTo(long[] cells, Sizes sizes) {
        for (int i = 0; i < sizes.length(); i++) {
            cells[sizes.first() + i] += sizes.count(i);
        }
    }

    private long[] cells(long window, long to) {
        var cells = new long[Sizes.CELLS];
        long last = Math.min(Math.floorDiv(to - 1, BUCKET), newest);
        long first = Math.max(Math.floorDiv(to - window - 1, BUCKET) + 1, newest - SLOTS + 1);
        for (long bucket = first; bucket <= last; bucket++) {
            addTo(cells, slots[at(bucket)]);
        }
        return cells;
    }

    /// Events of the window of this length that ends at `to`.
    public long total(long window, long to) {
        return newest == Long.MIN_VALUE ? 0 : Arrays.stream(cells(window, to)).sum();
    }

    /// The size that a share of the window's events is no larger than; 0 where there are none.
    public double percentile(long window, long to, double share) {
        return newest == Long.MIN_VALUE ? 0 : Sizes.percentile(cells(window, to), share);
    }

    /// Buckets that have changed since this was asked the last time, oldest first.
    public Set<Long> takeChanged() {
        var taken = new TreeSet<>(changed);
        changed.clear();
        taken.removeIf(bucket -> bucket <= newest - SLOTS);
        return taken;
    }

    boolean isChanged() {
        return !changed.isEmpty();
    }

    /// What a bucket holds.
    public Sizes bucket(long bucket) {
        return bucket > newest || bucket <= newest - SLOTS ? Sizes.NONE : slots[at(bucket)];
    }

    /// Puts a stored bucket back; they come in any order.
    public void restore(long bucket, Sizes sizes) {
        advanceTo(bucket);
        if (bucket > newest - SLOTS) {
            slots[at(bucket)] = sizes;
        }
    }
}
