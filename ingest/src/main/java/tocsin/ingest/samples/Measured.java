package tocsin.ingest.samples;

import java.util.List;

/// What a sample says.
public sealed interface Measured {
    /// How many events there were in the interval and how many were good.
    record Counts(long good, long total) implements Measured {}

    /// How much of something was in use, on the mean of the interval.
    ///
    /// @param limit how much there is of it, in the same unit
    record Gauge(double value, double limit) implements Measured {}

    /// What a check found.
    ///
    /// @param reason why it is not up, in the words of the source; may be empty
    record State(boolean up, String reason) implements Measured {}

    /// Events of the interval by size.
    ///
    /// @param bounds upper bounds of the buckets, included, rising; the last bucket has none
    /// @param counts events of each bucket alone, one more than bounds
    record Histogram(List<Double> bounds, List<Long> counts) implements Measured {
        public Histogram {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }
}
