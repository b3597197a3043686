package tocsin.detector;

import org.apache.kafka.streams.processor.api.Record;

import tocsin.detector.slo.CounterTarget;
import tocsin.detector.window.Delta;
import tocsin.schemas.MetricSample;

import java.util.ArrayList;
import java.util.List;

/// Counts samples, each once, for everyone who watches their indicator.
final class Counting {
    private static final long HOUR = 3_600_000;

    /// A counter that comes back after so long tells nothing of when it counted.
    private static final long COUNTERS_KEPT = 24 * HOUR;

    private final CounterStore counters;
    private final SampleIds ids;
    private final Judge judge;
    private final DetectorMeters meters;

    Counting(CounterStore counters, SampleIds ids, Judge judge, DetectorMeters meters) {
        this.counters = counters;
        this.ids = ids;
        this.judge = judge;
        this.meters = meters;
    }

    /// The next tick: once an hour, counters that nobody reads any more are forgotten.
    void tick(long before, long at) {
        if (Math.floorDiv(at, HOUR) > Math.floorDiv(before, HOUR)) {
            counters.forget(at - COUNTERS_KEPT);
        }
    }

    /// Writes what has changed since the last time.
    void write() {
        counters.write();
        ids.write();
    }

    void count(Record<Object, MetricSample> record, Watched.Indicator indicator) {
        switch (record.value().getKind()) {
            case COUNTS -> counts(record, indicator);
            case CUMULATIVE -> cumulative(record, indicator);
            case GAUGE, STATE, HISTOGRAM -> measured(record, indicator);
            case TICK, CHANGE, UNKNOWN -> {
                // Nothing is measured.
            }
        }
    }

    private void counts(Record<Object, MetricSample> record, Watched.Indicator indicator) {
        meters.unwatched(indicator.unwatched());
        if (indicator.idle()) {
            return;
        }
        var sample = record.value();
        var delta = Samples.delta(sample, record.timestamp());
        var watchers = watchers(indicator, sample);
        if (ids.isNew(indicator.owner(), Samples.id(sample, delta), record.timestamp())) {
            for (var watcher : watchers) {
                if (watcher.countsEvents()) {
                    count(watcher, delta);
                    judge.counted(record, watcher);
                }
            }
        }
    }

    private List<Watcher> watchers(Watched.Indicator indicator, MetricSample sample) {
        var watchers = indicator.watchers(sample);
        if (!indicator.split().isEmpty()) {
            meters.overflow(
                    watchers.stream()
                            .anyMatch(watcher ->
                                    watcher instanceof Watcher.Objective objective
                                            && objective.slo().group().isOther()));
        }
        return watchers;
    }

    private void count(Watcher watcher, Delta delta) {
        judge.hear(watcher, delta);
        watcher.count(delta);
    }

    /// Gauges, states and histograms. Everybody reads the sample before anybody counts it, so that
    /// one that cannot be used is counted by none.
    private void measured(Record<Object, MetricSample> record, Watched.Indicator indicator) {
        meters.unwatched(indicator.unwatched());
        var sample = record.value();
        var parts = new ArrayList<Part>();
        for (var watcher : watchers(indicator, sample)) {
            Measured.delta(watcher, sample, record.timestamp())
                    .ifPresent(delta -> parts.add(new Part(watcher, delta)));
        }
        if (parts.isEmpty()) {
            return;
        }
        var id = Samples.id(sample, parts.getFirst().delta());
        if (ids.isNew(indicator.owner(), id, record.timestamp())) {
            for (var part : parts) {
                part.tell(sample);
                count(part.watcher(), part.delta());
                judge.counted(record, part.watcher());
            }
        }
    }

    /// What a sample is to one that watches.
    private record Part(Watcher watcher, Delta delta) {
        void tell(MetricSample sample) {
            if (watcher instanceof Watcher.OfRule of) {
                Measured.tell(of.series().series().known(), of.rule().measure(), sample, delta);
            }
        }
    }

    private void cumulative(Record<Object, MetricSample> record, Watched.Indicator indicator) {
        for (var watcher : watchers(indicator, record.value())) {
            if (!watcher.countsEvents()) {
                continue;
            }
            var reading = Samples.reading(record.value(), record.timestamp());
            var key = watcher.counters();
            var target = counters.target(key, reading.target());
            if (use(reading, target)) {
                watcher.series().series().oddities().reset(reading.at(), target.takeResets());
                var deltas = target.release(watcher.goodCounted());
                counters.changed(key, reading.target(), target);
                if (!deltas.isEmpty()) {
                    deltas.forEach(delta -> count(watcher, delta));
                    judge.counted(record, watcher);
                }
            }
        }
    }

    private static boolean use(Samples.Reading reading, CounterTarget target) {
        if (reading.stale()) {
            target.end(reading.series());
            return true;
        }
        return target.read(reading.role(), reading.series(), reading.value(), reading.at());
    }
}
