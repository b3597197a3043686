package tocsin.detector;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.detector.slo.CounterTarget;
import tocsin.detector.slo.Delta;
import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloCatalog;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.MetricSample;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Reads samples and ticks, asks the objectives they count for, writes what changed. Its only clock
/// are the ticks and the samples themselves.
final class SloProcessor implements Processor<String, MetricSample, String, Object> {
    static final String HEADS = "series-heads";
    static final String CHUNKS = "ring-chunks";
    static final String COUNTERS = "counter-targets";
    static final String SAMPLE_IDS = "sample-ids";
    static final String TICKS = "newest-tick";
    static final String BREACHES = "breaches";
    static final String SIGNALS = "signals";

    /// How long samples of a source may be late, in milliseconds.
    static final long ALLOWED_DELAY = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(SloProcessor.class);
    private static final Bytes TICK = Bytes.wrap(new byte[] {0});

    private final Definitions definitions;
    private final DetectorMeters meters;
    private SloCatalog catalog = new SloCatalog(DefinitionSet.EMPTY);
    private long tick = Long.MIN_VALUE;
    private long writtenTick = Long.MIN_VALUE;
    private ProcessorContext<String, Object> context;
    private SeriesStore series;
    private CounterStore counters;
    private SampleIds ids;
    private KeyValueStore<Bytes, byte[]> ticks;

    /// One that counts nowhere.
    SloProcessor(Definitions definitions) {
        this(definitions, new DetectorMeters(new CompositeMeterRegistry()));
    }

    SloProcessor(Definitions definitions, DetectorMeters meters) {
        this.definitions = definitions;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        series =
                new SeriesStore(
                        context.getStateStore(HEADS), new RingStore(context.getStateStore(CHUNKS)));
        counters = new CounterStore(context.getStateStore(COUNTERS));
        ids = new SampleIds(context.getStateStore(SAMPLE_IDS));
        ticks = context.getStateStore(TICKS);
        var stored = ticks.get(TICK);
        tick = stored == null ? Long.MIN_VALUE : ByteBuffer.wrap(stored).getLong();
        writtenTick = tick;
        if (stored != null) {
            meters.tick(context.taskId().toString(), tick);
        }
        context.<BeforeCommit>getStateStore(BeforeCommit.NAME).run(this::write);
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
            case UNKNOWN ->
                    LOG.debug("A sample of a kind that this version does not know is skipped");
        }
    }

    private void useDefinitionsOf(Record<String, MetricSample> record) {
        var set = definitions.at(Instant.ofEpochMilli(record.timestamp()));
        if (set.version() != catalog.version()) {
            catalog = new SloCatalog(set);
            catalog.problems().forEach(problem -> LOG.warn("Not watched: {}", problem));
        }
    }

    private void tick(Record<String, MetricSample> record) {
        long at = Samples.tick(record.value(), record.timestamp());
        if (at <= tick) {
            return;
        }
        tick = at;
        meters.tick(context.taskId().toString(), at);
        for (var one : series.all()) {
            catalog.find(one.key().service(), one.key().slo())
                    .ifPresent(slo -> evaluate(record, slo, one, false));
        }
    }

    private void counts(Record<String, MetricSample> record, MetricSample sample) {
        var slos = catalog.of(sample.getService(), sample.getSli());
        if (slos.isEmpty()) {
            return;
        }
        var delta = Samples.delta(sample, record.timestamp());
        var owner = new SeriesKey(sample.getService(), sample.getSli());
        if (ids.isNew(owner, Samples.id(sample, delta), delta.end())) {
            slos.forEach(slo -> count(record, slo, List.of(delta)));
        }
    }

    private void cumulative(Record<String, MetricSample> record, MetricSample sample) {
        for (var slo : catalog.of(sample.getService(), sample.getSli())) {
            var reading = Samples.reading(sample, record.timestamp());
            var key = new SeriesKey(slo.service(), slo.name());
            var target = counters.target(key, reading.target());
            if (use(reading, target)) {
                var deltas = target.release(slo.goodCounted());
                counters.changed(key, reading.target(), target);
                if (!deltas.isEmpty()) {
                    count(record, slo, deltas);
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

    private void count(Record<String, MetricSample> record, Slo slo, List<Delta> deltas) {
        var one = series.series(new SeriesKey(slo.service(), slo.name()));
        deltas.forEach(one::count);
        evaluate(record, slo, one, true);
    }

    private void evaluate(
            Record<String, MetricSample> record,
            Slo slo,
            SeriesStore.Entry entry,
            boolean counted) {
        var one = entry.series();
        long clock = Math.max(tick, one.ring().last());
        var before = one.state();
        var change = one.evaluate(slo, clock, clock - ALLOWED_DELAY);
        if (counted || !one.state().equals(before)) {
            series.changed(entry);
        }
        change.ifPresent(happened -> {
            var mapping = new Mapping(slo, happened, catalog.version(), cause(record));
            mapping.breach()
                    .ifPresent(breach -> {
                        context.forward(record.withKey(slo.service()).withValue(breach), BREACHES);
                        meters.breach();
                        context.commit();
                    });
            context.forward(record.withKey(slo.service()).withValue(mapping.signal()), SIGNALS);
        });
    }

    private Cause cause(Record<String, MetricSample> record) {
        return context.recordMetadata()
                .map(from ->
                        new Cause(
                                from.partition(),
                                from.offset(),
                                record.value().getEnvelope().getTrace()))
                .orElseThrow(
                        () -> new IllegalStateException("a sample without a place on the log"));
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
