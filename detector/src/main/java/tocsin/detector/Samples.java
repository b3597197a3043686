package tocsin.detector;

import tocsin.detector.slo.CounterTarget;
import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;
import tocsin.schemas.MetricSample;
import tocsin.schemas.identity.LabelText;

import java.util.Map;
import java.util.function.Supplier;

/// Reads the parts of a sample and refuses what no rule could use; a refused sample becomes a dead
/// letter. Ingest refuses the same at the door: this holds for other writers.
final class Samples {
    private static final long MAX_AHEAD = 60_000;
    static final long MAX_EVENTS = 1_000_000_000_000L;
    private static final long MAX_LENGTH = 3_600_000;

    /// One reading of a counter.
    record Reading(
            CounterTarget.Role role,
            long series,
            String target,
            double value,
            boolean stale,
            long at) {}

    private Samples() {}

    /// The events of a COUNTS sample.
    ///
    /// @param recordTime when ingest took it in
    static Delta delta(MetricSample sample, long recordTime) {
        var counts = sample.getCounts();
        require(counts != null, () -> "COUNTS without counts");
        var interval = interval(sample, counts.getLengthMillis(), recordTime);
        require(
                counts.getGood() >= 0
                        && counts.getGood() <= counts.getTotal()
                        && counts.getTotal() <= MAX_EVENTS,
                () -> counts.getGood() + " good of " + counts.getTotal());
        return interval.counting(counts.getTotal() - counts.getGood(), counts.getTotal());
    }

    /// The interval of `length` milliseconds that ends with the sample, all of it counted.
    static Delta interval(MetricSample sample, long length, long recordTime) {
        require(length > 0 && length <= MAX_LENGTH, () -> "an interval of " + length + " ms");
        long at = time(sample, recordTime);
        return new Delta(at - length, at, 0, length);
    }

    /// The reading of a CUMULATIVE sample.
    ///
    /// @param recordTime when ingest took it in
    static Reading reading(MetricSample sample, long recordTime) {
        var read = sample.getCumulative();
        require(read != null, () -> "CUMULATIVE without a reading");
        double value = read.getValue();
        require(
                read.getStale() || (value >= 0 && value < 1e15),
                () -> "a counter's reading of " + value);
        var role =
                switch (read.getRole()) {
                    case TOTAL -> CounterTarget.Role.TOTAL;
                    case GOOD -> CounterTarget.Role.GOOD;
                    case BAD -> CounterTarget.Role.BAD;
                    case UNKNOWN -> throw new IllegalArgumentException("a counter without a role");
                };
        return new Reading(
                role,
                read.getSeries(),
                read.getTarget(),
                value,
                read.getStale(),
                time(sample, recordTime));
    }

    /// The time of a TICK.
    ///
    /// @param recordTime when ingest wrote it
    static long tick(MetricSample sample, long recordTime) {
        return time(sample, recordTime);
    }

    /// What tells a repeated sample from a new one.
    static String id(MetricSample sample, Delta delta) {
        var id = sample.getEnvelope().getId();
        return id.isEmpty() ? delta.start() + "/" + delta.end() + LabelText.of(labels(sample)) : id;
    }

    /// What the sample is of within the service.
    static Map<String, String> labels(MetricSample sample) {
        var labels = sample.getLabels();
        return labels == null ? Map.of() : labels;
    }

    /// Whether an event time is one that a record of that time may carry.
    static boolean inTime(long at, long recordTime) {
        return at <= recordTime + MAX_AHEAD && at > recordTime - Ring.LONGEST_WINDOW;
    }

    private static long time(MetricSample sample, long recordTime) {
        long at = sample.getEnvelope().getAt().toEpochMilli();
        require(at <= recordTime + MAX_AHEAD, () -> "event time " + at + " lies in the future");
        require(at > recordTime - Ring.LONGEST_WINDOW, () -> "event time " + at + " is too old");
        return at;
    }

    static void require(boolean holds, Supplier<String> problem) {
        if (!holds) {
            throw new IllegalArgumentException("unusable sample: " + problem.get());
        }
    }
}
