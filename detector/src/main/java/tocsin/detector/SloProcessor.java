package tocsin.detector;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.detector.slo.Change;
import tocsin.detector.slo.CounterTarget;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloCatalog;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.MetricSample;

import java.nio.ByteBuffer;
import java.time.Instant;

/// Reads samples and ticks, asks the objectives they count for, writes what changed. Its only clock
/// are the ticks and the samples themselves.
final class SloProcessor implements Processor<String, MetricSample, String, Object> {
    static final String HEADS = "series-heads";
    static final String CHUNKS = "ring-chunks";
    static final String COUNTERS = "counter-targets";
    static final String SAMPLE_IDS = "counted-ids";
    static final String TICKS = "newest-tick";
    static final String BEFORE_COMMIT = "before-commit";
    static final String BREACHES = "breaches";
    static final String SIGNALS = "signals";

    /// How long samples of a source may be late, in milliseconds.
    static final long ALLOWED_DELAY = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(SloProcessor.class);
    private static final Bytes TICK = Bytes.wrap(new byte[] {0});

    private final Definitions definitions;
    private final DetectorMeters meters;
    private final BreachSpans spans;
    private long tick = Long.MIN_VALUE;
    private long writtenTick = Long.MIN_VALUE;
    private ProcessorContext<String, Object> context;
    private SeriesStore series;
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
                new SeriesStore(
                        context.getStateStore(HEADS), new RingStore(context.getStateStore(CHUNKS)));
        watched = new Watched(new SloCatalog(DefinitionSet.EMPTY), series);
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
            case UNKNOWN ->
                    LOG.debug("A sample of a kind that this version does not know is skipped");
        }
    }

    private void useDefinitionsOf(Record<String, MetricSample> record) {
        var set = definitions.at(Instant.ofEpochMilli(record.timestamp()));
        if (set.version() != watched.catalog().version()) {
            watched = new Watched(new SloCatalog(set), series);
            watched.catalog().problems().forEach(problem -> LOG.warn("Not watched: {}", problem));
        }
    }

    private void tick(Record<String, MetricSample> record) {
        long at = Samples.tick(record.value(), record.timestamp());
        if (at <= tick) {
            return;
        }
        tick = at;
        meters.tick(context.taskId().toString(), at);
        for (var objective : watched.objectives()) {
            evaluate(record, objective, false);
        }
    }

    private void counts(Record<String, MetricSample> record, MetricSample sample) {
        var indicator = watched.indicator(sample.getService(), sample.getSli());
        if (indicator.objectives().isEmpty()) {
            return;
        }
        var delta = Samples.delta(sample, record.timestamp());
        if (ids.isNew(indicator.owner(), Samples.id(sample, delta), record.timestamp())) {
            for (var objective : indicator.objectives()) {
                objective.series().count(delta);
                evaluate(record, objective, true);
            }
        }
    }

    private void cumulative(Record<String, MetricSample> record, MetricSample sample) {
        for (var objective : watched.indicator(sample.getService(), sample.getSli()).objectives()) {
            var reading = Samples.reading(sample, record.timestamp());
            var key = objective.series().key();
            var target = counters.target(key, reading.target());
            if (use(reading, target)) {
                var deltas = target.release(objective.slo().goodCounted());
                counters.changed(key, reading.target(), target);
                if (!deltas.isEmpty()) {
                    deltas.forEach(objective.series()::count);
                    evaluate(record, objective, true);
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

    private void evaluate(
            Record<String, MetricSample> record, Watched.Objective objective, boolean counted) {
        var one = objective.series().series();
        long clock = Math.max(tick, one.ring().last());
        var before = one.state();
        var change = one.evaluate(objective.slo(), clock, clock - ALLOWED_DELAY);
        if (counted || !one.state().equals(before)) {
            series.changed(objective.series());
        }
        change.ifPresent(happened -> tell(record, objective.slo(), happened));
    }

    private void tell(Record<String, MetricSample> record, Slo slo, Change happened) {
        var mapping = new Mapping(slo, happened, watched.catalog().version(), cause(record));
        mapping.breach()
                .ifPresent(breach -> {
                    context.forward(
                            record.withKey(slo.service()).withValue(spans.record(breach)),
                            BREACHES);
                    meters.breach();
                    context.commit();
                });
        context.forward(record.withKey(slo.service()).withValue(mapping.signal()), SIGNALS);
    }

    private Cause cause(Record<String, MetricSample> record) {
        return Cause.of(context.recordMetadata(), record.value());
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
