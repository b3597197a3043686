package tocsin.detector;

import java.util.ArrayList;
import java.util.List;

/// Samples that were taken off the log, to be counted by hand.
final class Tally {
    private record Interval(long start, long end, long bad, long total) {
        /// Events are spread evenly over their interval, in whole events.
        long totalUpTo(long time) {
            return time >= end ? total : time <= start ? 0 : total * (time - start) / (end - start);
        }

        long badUpTo(long time) {
            return total == 0 ? 0 : bad * totalUpTo(time) / total;
        }
    }

    /// What a window has.
    record Sum(double bad, double total) {
        double ratio() {
            return total == 0 ? 0 : bad / total;
        }
    }

    private static final double[] LOG_FACTORIALS = new double[20_000];

    static {
        for (int n = 2; n < LOG_FACTORIALS.length; n++) {
            LOG_FACTORIALS[n] = LOG_FACTORIALS[n - 1] + Math.log(n);
        }
    }

    private final List<Interval> intervals = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void count(long start, long end, long bad, long total) {
        intervals.add(new Interval(start, end, bad, total));
        first = Math.min(first, start);
        last = Math.max(last, end);
    }

    boolean isEmpty() {
        return intervals.isEmpty();
    }

    long first() {
        return first;
    }

    /// The newest event time.
    long last() {
        return last;
    }

    /// Everything that was counted.
    Sum all() {
        return new Sum(
                intervals.stream().mapToLong(Interval::bad).sum(),
                intervals.stream().mapToLong(Interval::total).sum());
    }

    /// Events of the `length` milliseconds up to `to`; of a bucket that is cut, the share that lies
    /// inside.
    Sum sum(long length, long bucket, long to) {
        var until = to >= last ? all() : upTo(to, bucket);
        var before = upTo(to - length, bucket);
        return new Sum(until.bad() - before.bad(), until.total() - before.total());
    }

    private Sum upTo(long time, long bucket) {
        long cut = Math.floorDiv(time, bucket) * bucket;
        long start = Math.max(cut, first);
        long end = Math.min(cut + bucket, last);
        double share = end <= start ? 0 : Math.clamp((double) (time - start) / (end - start), 0, 1);
        double bad = 0;
        double total = 0;
        for (var one : intervals) {
            long badBefore = one.badUpTo(cut);
            long before = one.totalUpTo(cut);
            bad += badBefore + share * (one.badUpTo(cut + bucket) - badBefore);
            total += before + share * (one.totalUpTo(cut + bucket) - before);
        }
        return new Sum(bad, total);
    }

    /// The upper tail of the binomial distribution, by logarithms of factorials.
    static double chance(long bad, long total, double ratio) {
        double chance = 0;
        for (long i = bad; i <= total; i++) {
            chance +=
                    Math.exp(
                            logFactorial(total)
                                    - logFactorial(i)
                                    - logFactorial(total - i)
                                    + i * Math.log(ratio)
                                    + (total - i) * Math.log(1 - ratio));
        }
        return chance;
    }

    private static double logFactorial(long n) {
        return LOG_FACTORIALS[(int) n];
    }
}
