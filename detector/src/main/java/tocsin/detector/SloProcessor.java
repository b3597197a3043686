package tocsin.detector;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.detector.rule.RuleSeries;
import tocsin.detector.slo.Change;
import tocsin.detector.slo.CounterTarget;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.window.Delta;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalPoint;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;

/// Reads samples and ticks, asks the objectives and rules they count for, writes what changed. Its
/// only clock are the ticks and the samples themselves.
final class SloProcessor implements Processor<String, MetricSample, String, Object> {
    static final String HEADS = "series-heads";
    static final String CHUNKS = "ring-chunks";
    static final String RULE_HEADS = "rule-heads";
    static final String RULE_CHUNKS = "rule-chunks";
    static final String COUNTERS = "counter-targets";
    static final String SAMPLE_IDS = "counted-ids";
    static final String TICKS = "newest-tick";
    static final String BEFORE_COMMIT = "before-commit";
    static final String BREACHES = "breaches";
    static final String SIGNALS = "signals";

    /// How long samples of a source may be late, in milliseconds.
    static final long ALLOWED_DELAY = 15_000;

    private static final long HOUR = 3_600_000;

    /// A counter that comes back after so long tells nothing of when it counted.
    private static final long COUNTERS_KEPT = 24 * HOUR;

    private static final Logger LOG = LoggerFactory.getLogger(SloProcessor.class);
    private static final Bytes TICK = Bytes.wrap(new byte[] {0});

    private final Definitions definitions;
    private final DetectorMeters meters;
    private final BreachSpans spans;
    private long tick = Long.MIN_VALUE;
    private long writtenTick = Long.MIN_VALUE;
    private ProcessorContext<String, Object> context;
    private SeriesStore<SloSeries> series;
    private SeriesStore<RuleSeries> ruleSeries;
    private Watched watched;
    private CounterStore counters;
    private SampleIds ids;
    private KeyValueStore<Bytes, byte[]> ticks;

    /// One that counts nowhere and makes no spans.
    SloProcessor(Definitions definitions) {
        this(
                definitions,
                new DetectorMeters(new CompositeMeterRegistry()),
                new BreachSpans(Traces.OFF, ""));
    }

    SloProcessor(Definitions definitions, DetectorMeters meters, BreachSpans spans) {
        this.definitions = definitions;
        this.meters = meters;
        this.spans = spans;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        series =
                new SeriesStore<>(
                        context.getStateStore(HEADS),
                        new RingStore(context.getStateStore(CHUNKS)),
                        new SloHeads());
        ruleSeries =
                new SeriesStore<>(
                        context.getStateStore(RULE_HEADS),
                        new RingStore(context.getStateStore(RULE_CHUNKS)),
                        new RuleHeads());
        watched = new Watched(DefinitionSet.EMPTY, series, ruleSeries);
        counters = new CounterStore(context.getStateStore(COUNTERS));
        ids = new SampleIds(context.getStateStore(SAMPLE_IDS));
        ticks = context.getStateStore(TICKS);
        var stored = ticks.get(TICK);
        tick = stored == null ? Long.MIN_VALUE : ByteBuffer.wrap(stored).getLong();
        writtenTick = tick;
        if (stored != null) {
            meters.tick(context.taskId().toString(), tick);
        }
        context.<BeforeCommit>getStateStore(BEFORE_COMMIT).run(this::write);
    }

    /// Writes everything that has changed since the last commit.
    private void write() {
        series.write();
        ruleSeries.write();
        counters.write();
        ids.write();
        if (tick != writtenTick) {
            ticks.put(TICK, ByteBuffer.allocate(Long.BYTES).putLong(tick).array());
            writtenTick = tick;
        }
    }

    @Override
    public void process(Record<String, MetricSample> record) {
        var sample = record.value();
        useDefinitionsOf(record);
        switch (sample.getKind()) {
            case TICK -> tick(record);
            case COUNTS -> counts(record, sample);
            case CUMULATIVE -> cumulative(record, sample);
            case CHANGE -> LOG.trace("A change is no measurement");
            case GAUGE, STATE, HISTOGRAM -> measured(record, sample);
            case UNKNOWN ->
                    LOG.debug("A sample of a kind that this version does not know is skipped");
        }
    }

    private void useDefinitionsOf(Record<String, MetricSample> record) {
        var set = definitions.at(Instant.ofEpochMilli(record.timestamp()));
        if (set.version() != watched.version()) {
            watched = new Watched(set, series, ruleSeries);
            watched.problems().forEach(problem -> LOG.warn("Not watched: {}", problem));
            watched.orphans().forEach(orphan -> withdraw(record, orphan));
            watched.abandoned().forEach(entry -> withdrawObjective(record, entry));
        }
    }

    /// An objective is watched no more: what it has told of is over.
    private void withdrawObjective(
            Record<String, MetricSample> record, SeriesStore.Entry<SloSeries> entry) {
        var withdrawn =
                new Withdrawn(
                        entry.key(),
                        entry.series().release(),
                        Instant.ofEpochMilli(record.timestamp()),
                        watched.version(),
                        cause(record));
        series.changed(entry);
        withdrawn.breach().ifPresent(breach -> tell(record, breach));
        tell(record, withdrawn.signal());
    }

    private void tick(Record<String, MetricSample> record) {
        long at = Samples.tick(record.value(), record.timestamp());
        if (at <= tick) {
            return;
        }
        if (Math.floorDiv(at, HOUR) > Math.floorDiv(tick, HOUR)) {
            counters.forget(at - COUNTERS_KEPT);
        }
        tick = at;
        meters.tick(context.taskId().toString(), at);
        for (var objective : watched.objectives()) {
            evaluate(record, objective, false);
        }
        for (var threshold : watched.thresholds()) {
            evaluate(record, threshold, false);
        }
    }

    private void counts(Record<String, MetricSample> record, MetricSample sample) {
        var indicator = watched.indicator(sample.getService(), sample.getSli());
        meters.unwatched(indicator.unwatched());
        if (indicator.watchers().isEmpty()) {
            return;
        }
        var delta = Samples.delta(sample, record.timestamp());
        if (ids.isNew(indicator.owner(), Samples.id(sample, delta), record.timestamp())) {
            for (var watcher : indicator.watchers()) {
                if (watcher.countsEvents()) {
                    watcher.series().count(delta);
                    evaluate(record, watcher, true);
                }
            }
        }
    }

    /// Gauges, states and histograms mean something to rules only. All of them read the sample
    /// before any counts it, so that one that cannot be used is counted by none.
    private void measured(Record<String, MetricSample> record, MetricSample sample) {
        var indicator = watched.indicator(sample.getService(), sample.getSli());
        meters.unwatched(indicator.unwatched());
        var parts = new ArrayList<Part>();
        for (var watcher : indicator.watchers()) {
            if (watcher instanceof Watcher.OfRule threshold) {
                Measured.delta(threshold.rule().measure(), sample, record.timestamp())
                        .ifPresent(delta -> parts.add(new Part(threshold, delta)));
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        var id = Samples.id(sample, parts.getFirst().delta());
        if (ids.isNew(indicator.owner(), id, record.timestamp())) {
            for (var part : parts) {
                part.threshold().series().count(part.delta());
                evaluate(record, part.threshold(), true);
            }
        }
    }

    /// What a sample is to one rule.
    private record Part(Watcher.OfRule threshold, Delta delta) {}

    private void cumulative(Record<String, MetricSample> record, MetricSample sample) {
        for (var watcher : watched.indicator(sample.getService(), sample.getSli()).watchers()) {
            if (!watcher.countsEvents()) {
                continue;
            }
            var reading = Samples.reading(sample, record.timestamp());
            var key = watcher.counters();
            var target = counters.target(key, reading.target());
            if (use(reading, target)) {
                var deltas = target.release(watcher.goodCounted());
                counters.changed(key, reading.target(), target);
                if (!deltas.isEmpty()) {
                    deltas.forEach(watcher.series()::count);
                    evaluate(record, watcher, true);
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

    private void evaluate(Record<String, MetricSample> record, Watcher watcher, boolean counted) {
        switch (watcher) {
            case Watcher.Objective objective -> evaluate(record, objective, counted);
            case Watcher.OfRule threshold -> evaluate(record, threshold, counted);
        }
    }

    private void evaluate(
            Record<String, MetricSample> record, Watcher.Objective objective, boolean counted) {
        var one = objective.series().series();
        long clock = Math.max(tick, one.ring().last());
        var before = one.state();
        // Before the first tick, the first slice has no clock.
        long watermark = clock == Long.MIN_VALUE ? clock : clock - ALLOWED_DELAY;
        boolean moved = one.advance(watermark, objective.series().changes());
        var change = one.evaluate(objective.slo(), clock, watermark);
        if (counted || moved || change.isPresent() || !one.state().equals(before)) {
            series.changed(objective.series());
        }
        change.ifPresent(happened -> tell(record, objective.slo(), happened));
    }

    private void evaluate(
            Record<String, MetricSample> record, Watcher.OfRule threshold, boolean counted) {
        var entry = threshold.series();
        var one = entry.series();
        long clock = Math.max(tick, one.ring().last());
        var before = one.state();
        var change = one.evaluate(entry.key().service(), threshold.rule(), clock - ALLOWED_DELAY);
        if (counted || !one.state().equals(before)) {
            ruleSeries.changed(entry);
        }
        change.map(happened ->
                        RuleMapping.of(threshold, happened, watched.version(), cause(record)))
                .ifPresent(mapping -> tell(record, mapping.breach()));
    }

    /// A rule watches a service no more: what it has told of is over.
    private void withdraw(
            Record<String, MetricSample> record, SeriesStore.Entry<RuleSeries> orphan) {
        orphan.series()
                .withdraw()
                .ifPresent(happened -> {
                    ruleSeries.changed(orphan);
                    var mapping =
                            RuleMapping.withdrawn(
                                    orphan.key(), happened, watched.version(), cause(record));
                    tell(record, mapping.breach());
                });
    }

    private void tell(Record<String, MetricSample> record, Slo slo, Change happened) {
        var mapping = new Mapping(slo, happened, watched.version(), cause(record));
        mapping.breach().ifPresent(breach -> tell(record, breach));
        tell(record, mapping.signal());
    }

    private void tell(Record<String, MetricSample> record, SignalPoint signal) {
        context.forward(record.withKey(signal.getService()).withValue(signal), SIGNALS);
    }

    private void tell(Record<String, MetricSample> record, Breach breach) {
        context.forward(
                record.withKey(breach.getService()).withValue(spans.record(breach)), BREACHES);
        meters.breach();
        context.commit();
    }

    private Cause cause(Record<String, MetricSample> record) {
        return Cause.of(context.recordMetadata(), record.value());
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
