package tocsin.detector;

import tocsin.detector.baseline.Sizes;
import tocsin.detector.rule.Known;
import tocsin.detector.rule.Measure;
import tocsin.detector.slo.Threshold;
import tocsin.detector.window.Delta;
import tocsin.schemas.Gauge;
import tocsin.schemas.Histogram;
import tocsin.schemas.MetricSample;
import tocsin.schemas.State;

import java.util.Optional;

/// What samples other than counts are to an objective or a rule: bad ones of all, or nothing where
/// that is about another kind of sample. Refuses what nobody could use.
final class Measured {
    private static final int MAX_BUCKETS = 512;
    private static final double MAX_VALUE = 1e15;

    /// Seconds since the epoch: some three thousand years ahead.
    private static final double LATEST_END = 1e11;

    private Measured() {}

    /// What a sample is to `watcher`.
    ///
    /// @param recordTime when ingest took it in
    static Optional<Delta> delta(Watcher watcher, MetricSample sample, long recordTime) {
        return switch (watcher) {
            case Watcher.OfRule of -> delta(of.rule().measure(), sample, recordTime);
            case Watcher.Objective of ->
                    of.threshold().flatMap(threshold -> compared(threshold, sample, recordTime));
        };
    }

    /// A measured value is one event, at the end of the interval that it stands for.
    private static Optional<Delta> compared(
            Threshold threshold, MetricSample sample, long recordTime) {
        return Optional.ofNullable(sample.getGauge())
                .map(gauge -> {
                    double value = gauge.getValue();
                    Samples.require(Double.isFinite(value), () -> "a value of " + value);
                    return Samples.interval(sample, gauge.getLengthMillis(), recordTime)
                            .counting(threshold.good(value) ? 0 : 1, 1);
                });
    }

    /// The part of a gauge, a state or a histogram that `measure` counts.
    ///
    /// @param recordTime when ingest took it in
    static Optional<Delta> delta(Measure measure, MetricSample sample, long recordTime) {
        return switch (measure) {
            case Measure.TimeAbove above ->
                    Optional.ofNullable(sample.getGauge())
                            .map(gauge -> {
                                var time =
                                        Samples.interval(
                                                sample, gauge.getLengthMillis(), recordTime);
                                return time.counting(
                                        above.above(utilisation(gauge), time.total()),
                                        time.total());
                            });
            case Measure.Mean mean ->
                    Optional.ofNullable(sample.getGauge())
                            .map(gauge -> {
                                var time =
                                        Samples.interval(
                                                sample, gauge.getLengthMillis(), recordTime);
                                return time.counting(
                                        mean.used(utilisation(gauge), time.total()),
                                        mean.covered(time.total()));
                            });
            case Measure.Down down ->
                    Optional.ofNullable(sample.getState())
                            .map(state -> found(down, state, sample, recordTime));
            case Measure.EventsAbove above ->
                    Optional.ofNullable(sample.getHistogram())
                            .map(histogram -> sized(above, histogram, sample, recordTime));
            case Measure.Percentile _ ->
                    Optional.ofNullable(sample.getHistogram())
                            .map(histogram -> checked(histogram, sample, recordTime));
            case Measure.Expiry _ ->
                    Optional.ofNullable(sample.getGauge())
                            .map(gauge -> said(gauge, LATEST_END, sample, recordTime));
            case Measure.MonthToDate _ ->
                    Optional.ofNullable(sample.getGauge())
                            .map(gauge -> said(gauge, MAX_VALUE, sample, recordTime));
            case Measure.Events _, Measure.Rate _ -> Optional.empty();
        };
    }

    private static double utilisation(Gauge gauge) {
        double used = gauge.getValue() / gauge.getLimit();
        Samples.require(
                gauge.getValue() >= 0 && gauge.getLimit() > 0 && used <= 1_000,
                () -> "%s of %s".formatted(gauge.getValue(), gauge.getLimit()));
        return used;
    }

    /// A check has no length of its own: it stands for the millisecond before it.
    private static Delta found(
            Measure.Down down, State state, MetricSample sample, long recordTime) {
        return Samples.interval(sample, 1, recordTime)
                .counting(down.isBad(state.getUp(), state.getReason()) ? 1 : 0, 1);
    }

    /// Tells a series what a sample says beside its counts; those were checked.
    static void tell(Known known, Measure measure, MetricSample sample, Delta delta) {
        var gauge = sample.getGauge();
        var histogram = sample.getHistogram();
        switch (measure) {
            case Measure.Percentile _ when histogram != null ->
                    known.sized(
                            delta.start(),
                            delta.end(),
                            Sizes.of(histogram.getBounds(), histogram.getCounts()));
            case Measure.Down _ when sample.getState() != null ->
                    known.found(delta.end(), delta.bad() > 0);
            case Measure.Expiry expiry when gauge != null ->
                    known.said(
                            delta.end(),
                            expiry.ends(gauge.getValue(), delta.end()),
                            gauge.getLimit());
            case Measure.MonthToDate _ when gauge != null ->
                    known.said(delta.end(), gauge.getValue(), gauge.getLimit());
            default -> {}
        }
    }

    /// A gauge that says something of no interval.
    private static Delta said(Gauge gauge, double most, MetricSample sample, long recordTime) {
        Samples.require(
                gauge.getValue() >= 0
                        && gauge.getValue() <= most
                        && gauge.getLimit() > 0
                        && gauge.getLimit() <= MAX_VALUE,
                () -> "%s of %s".formatted(gauge.getValue(), gauge.getLimit()));
        return Samples.interval(sample, gauge.getLengthMillis(), recordTime);
    }

    private static Delta sized(
            Measure.EventsAbove above, Histogram histogram, MetricSample sample, long recordTime) {
        var all = checked(histogram, sample, recordTime);
        return all.counting(above.above(histogram.getBounds(), histogram.getCounts()), all.total());
    }

    /// All events of a histogram.
    private static Delta checked(Histogram histogram, MetricSample sample, long recordTime) {
        var bounds = histogram.getBounds();
        var counts = histogram.getCounts();
        Samples.require(
                counts.size() == bounds.size() + 1 && counts.size() <= MAX_BUCKETS,
                () -> "%d bounds and %d counts".formatted(bounds.size(), counts.size()));
        double before = Double.NEGATIVE_INFINITY;
        for (double bound : bounds) {
            double last = before;
            Samples.require(
                    bound > last && bound < Double.POSITIVE_INFINITY,
                    () -> "a bound of %s after %s".formatted(bound, last));
            before = bound;
        }
        long total = 0;
        for (long count : counts) {
            Samples.require(
                    count >= 0 && count <= Samples.MAX_EVENTS,
                    () -> "a bucket of " + count + " events");
            total += count;
        }
        return Samples.interval(sample, histogram.getLengthMillis(), recordTime).counting(0, total);
    }
}
