package tocsin.detector.baseline;

import java.util.Arrays;
import java.util.List;

/// How many events were how large, on one scale for all sources, so that histograms with different
/// buckets add up: eight cells to a doubling, each 9 % wider than the one before. Where a source's
/// bucket is wider than a cell, its events are taken as even between its bounds, as Prometheus
/// takes them for a quantile.
public final class Sizes {
    /// There are so many cells: up to 2^-17, and then to 2^17; what is above is in the last.
    public static final int CELLS = 17 * 2 * 8 + 1;

    /// Nothing was counted.
    public static final Sizes NONE = new Sizes(0, new long[0]);

    private static final double[] UPPER = new double[CELLS];

    static {
        for (int cell = 0; cell < CELLS; cell++) {
            UPPER[cell] = StrictMath.pow(2, cell / 8.0 - 17);
        }
    }

    private final int first;
    private final long[] counts;

    private Sizes(int first, long[] counts) {
        this.first = first;
        this.counts = counts;
    }

    /// Number of the first cell that has any.
    public int first() {
        return first;
    }

    /// How many cells from there on it reaches over.
    public int length() {
        return counts.length;
    }

    /// Events of one of these, from 0.
    public long count(int cell) {
        return counts[cell];
    }

    /// The events of a histogram.
    ///
    /// @param bounds upper bounds of its buckets, included, rising; the last bucket has none, and
    ///   counts as if at the last bound
    /// @param counts events of each bucket alone, one more than bounds
    public static Sizes of(List<Double> bounds, List<Long> counts) {
        var cells = new long[CELLS];
        double lower = 0;
        for (int bucket = 0; bucket < counts.size(); bucket++) {
            double upper = Math.max(lower, bucket < bounds.size() ? bounds.get(bucket) : lower);
            spread(lower, upper, counts.get(bucket), cells);
            lower = upper;
        }
        return of(cells);
    }

    /// Events of every cell.
    public static Sizes of(long[] cells) {
        int first = 0;
        int end = cells.length;
        while (first < end && cells[first] == 0) {
            first++;
        }
        while (end > first && cells[end - 1] == 0) {
            end--;
        }
        return first == end ? NONE : new Sizes(first, Arrays.copyOfRange(cells, first, end));
    }

    /// Puts events that lie evenly in `(lower, upper]` into the cells, in whole ones.
    private static void spread(double lower, double upper, long count, long[] cells) {
        if (count == 0) {
            return;
        }
        int cell = cell(lower);
        int last = cell(upper);
        long put = 0;
        for (; cell < last; cell++) {
            long below = Math.round(count * ((UPPER[cell] - lower) / (upper - lower)));
            cells[cell] += below - put;
            put = below;
        }
        cells[last] += count - put;
    }

    /// The cell of a size.
    static int cell(double size) {
        int found = Arrays.binarySearch(UPPER, size);
        return Math.min(found >= 0 ? found : -found - 1, CELLS - 1);
    }

    /// The size that a share of the events is no larger than, taken as even within a cell; 0 where
    /// there are none.
    ///
    /// @param share above 0, below 1
    static double percentile(long[] cells, double share) {
        long total = Arrays.stream(cells).sum();
        double rank = share * total;
        long below = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            if (cells[cell] > 0 && below + cells[cell] >= rank) {
                double lower = cell == 0 ? 0 : UPPER[cell - 1];
                return lower + (UPPER[cell] - lower) * Math.max(0, rank - below) / cells[cell];
            }
            below += cells[cell];
        }
        return 0;
    }
}
