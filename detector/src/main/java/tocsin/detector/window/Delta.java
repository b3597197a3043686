package tocsin.detector.window;

/// Events counted in `(start, end]`, epoch milliseconds: spread evenly over it, the bad ones evenly
/// among them, all in whole events.
public record Delta(long start, long end, long bad, long total) {

    /// All events up to `time`, a moment of the interval.
    public long totalUpTo(long time) {
        return share(total, time - start, end - start);
    }

    /// The bad ones among them. Bad events alone (`total` is 0 when a counter of errors is read
    /// apart) go by time.
    public long badUpTo(long time) {
        return 0 <= bad && bad <= total && total > 0
                ? share(bad, totalUpTo(time), total)
                : share(bad, time - start, end - start);
    }

    /// Other events of the same interval.
    public Delta counting(long badOnes, long all) {
        return new Delta(start, end, badOnes, all);
    }

    /// Both together, counted in the same interval.
    public Delta plus(Delta more) {
        return new Delta(start, end, bad + more.bad, total + more.total);
    }

    /// `count x part / whole` in whole numbers: exact as long as the product has 64 bits.
    private static long share(long count, long part, long whole) {
        if (part == whole) {
            return count;
        }
        long product = count * part;
        return Math.multiplyHigh(count, part) == product >> 63
                ? product / whole
                : Math.round((double) part / whole * count);
    }
}
