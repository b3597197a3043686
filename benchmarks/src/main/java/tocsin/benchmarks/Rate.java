package tocsin.benchmarks;

/// Records per second between the first and the last progress seen.
final class Rate {
    private static final double NANOS = 1e9;

    private long first;
    private long firstAt;
    private long last;
    private long lastAt;

    /// Notes that `records` are done.
    void reached(long records) {
        if (records == last) {
            return;
        }
        last = records;
        lastAt = System.nanoTime();
        if (first == 0) {
            first = last;
            firstAt = lastAt;
        }
    }

    double perSecond() {
        return (last - first) * NANOS / (lastAt - firstAt);
    }
}
