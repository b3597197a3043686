package tocsin.detector.window;

/// What was counted in one window. Counts are kept times `scale`, so that a share of the oldest
/// bucket stays exact.
///
/// @param bad bad events, times `scale`
/// @param total all events, times `scale`
/// @param scale what both are multiplied with; the bucket length in milliseconds
public record WindowSum(long bad, long total, long scale) {
    /// Bad events; a fraction where the oldest bucket is cut.
    public double badEvents() {
        return (double) bad / scale;
    }

    /// All events; a fraction where the oldest bucket is cut.
    public double totalEvents() {
        return (double) total / scale;
    }

    /// Bad over total; 0 when nothing was counted.
    public double errorRatio() {
        return total == 0 ? 0 : (double) bad / total;
    }

    /// Whether the error ratio is above `ppb` parts per billion times `milli` thousandths, compared
    /// in integers: 1 - 0.999 is not 0.001 in floating point. Nothing counted is above nothing.
    public boolean burnsFasterThan(long milli, long ppb) {
        return compare(bad, 1_000_000_000_000L, total, Math.multiplyExact(milli, ppb)) > 0;
    }

    /// Compares the share of bad events with `ppb` parts per billion, in integers: below 0, 0 or
    /// above 0. Nothing counted is equal to nothing.
    public int compareShare(long ppb) {
        return compare(bad, 1_000_000_000L, total, ppb);
    }

    /// Compares `a * b` with `c * d` in 128 bits; all are non-negative.
    public static int compare(long a, long b, long c, long d) {
        int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }
}
