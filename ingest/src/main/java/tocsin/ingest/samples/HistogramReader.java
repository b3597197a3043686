package tocsin.ingest.samples;

import tocsin.ingest.input.Fields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads histograms: with bounds that the sender chose, or with exponential ones.
final class HistogramReader {
    private static final int MAX_BUCKETS = 512;

    /// An exponential one has a bucket below its own for zeros, and an empty one above them.
    private static final int MAX_EXPONENTIAL = MAX_BUCKETS - 2;

    private static final int MAX_SCALE = 20;
    private static final int MAX_OFFSET = 1_000_000_000;

    /// Bounds lie between 2 to the power of minus this and this, far from where doubles end.
    private static final double MAX_EXPONENT = 300;

    private HistogramReader() {}

    /// `bounds`, and `counts` of each bucket.
    static Optional<Measured> explicit(Fields fields) {
        var bounds = new ArrayList<Double>();
        for (var bound : fields.list("bounds", MAX_BUCKETS - 1)) {
            if (!bound.isNumber() || !Double.isFinite(bound.doubleValue())) {
                fields.problem("bounds", "has " + bound + " in it", "finite numbers");
                return Optional.empty();
            }
            if (!bounds.isEmpty() && bound.doubleValue() <= bounds.getLast()) {
                fields.problem(
                        "bounds",
                        "has %s after %s".formatted(bound, bounds.getLast()),
                        "rising upper bounds");
                return Optional.empty();
            }
            bounds.add(bound.doubleValue());
        }
        var counts = counts(fields, "counts", MAX_BUCKETS);
        if (counts.isPresent() && fields.good() && counts.get().size() != bounds.size() + 1) {
            fields.problem(
                    "counts",
                    "has %d entries for %d bounds".formatted(counts.get().size(), bounds.size()),
                    "one more than bounds: the last bucket has none");
        }
        return counts.map(all -> new Measured.Histogram(bounds, all));
    }

    /// As OpenTelemetry and Prometheus have them: bucket `i` of `buckets` holds what lies above
    /// `base^(offset + i)` and up to `base^(offset + i + 1)`, where base is `2^(2^-scale)`; `zeros`
    /// lie below. Its own bounds become explicit ones, so that nothing is lost.
    static Optional<Measured> exponential(Fields fields) {
        var scale = fields.whole("scale", -MAX_SCALE / 2, MAX_SCALE);
        var offset = fields.whole("offset", -MAX_OFFSET, MAX_OFFSET);
        var buckets = counts(fields, "buckets", MAX_EXPONENTIAL);
        long zeros =
                fields.has("zeros")
                        ? fields.whole("zeros", 0, MeasuredReader.MAX_EVENTS).orElse(0)
                        : 0;
        if (scale.isEmpty() || offset.isEmpty() || buckets.isEmpty()) {
            return Optional.empty();
        }
        double step = Math.scalb(1.0, (int) -scale.getAsLong());
        long first = offset.getAsLong();
        long last = first + buckets.get().size();
        if (Math.max(Math.abs(first * step), Math.abs(last * step)) > MAX_EXPONENT) {
            fields.problem(
                    "offset",
                    "puts bounds at 2^%.0f to 2^%.0f".formatted(first * step, last * step),
                    "bounds from 2^-300 to 2^300");
            return Optional.empty();
        }
        var bounds =
                IntStream.rangeClosed(0, buckets.get().size())
                        .mapToObj(bound -> StrictMath.pow(2, (first + bound) * step))
                        .toList();
        var counts = new ArrayList<Long>();
        counts.add(zeros);
        counts.addAll(buckets.get());
        counts.add(0L);
        return Optional.of(new Measured.Histogram(bounds, counts));
    }

    private static Optional<List<Long>> counts(Fields fields, String field, int most) {
        var counts = new ArrayList<Long>();
        for (var count : fields.list(field, most)) {
            if (!count.isIntegralNumber()
                    || !count.canConvertToLong()
                    || count.longValue() < 0
                    || count.longValue() > MeasuredReader.MAX_EVENTS) {
                fields.problem(field, "has " + count + " in it", "counts from 0 to 10^12");
                return Optional.empty();
            }
            counts.add(count.longValue());
        }
        return Optional.of(counts);
    }
}
