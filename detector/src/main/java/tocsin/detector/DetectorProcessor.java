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
import tocsin.detector.slo.SloSeries;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.MetricSample;

import java.time.Instant;
import java.util.List;

/// Reads each sample and tick once, for all that is asked of them: what they count for ([Counting])
/// and means ([Judge]), and who has fallen silent ([Absence]). Its only clock are the ticks and the
/// samples themselves. Keys are not looked at: a sample names its service.
final class DetectorProcessor implements Processor<Object, MetricSample, String, Object> {
    static final String HEADS = "series-heads";
    static final String CHUNKS = "ring-chunks";
    static final String RULE_HEADS = "rule-heads";
    static final String RULE_CHUNKS = "rule-chunks";
    static final String COUNTERS = "counter-targets";
    static final String SAMPLE_IDS = "counted-ids";
    static final String TICKS = "newest-tick";
    static final String HEARD = "heard";
    static final String BEFORE_COMMIT = "before-commit";

    /// All that hold data.
    static final List<String> STORES =
            List.of(HEADS, CHUNKS, RULE_HEADS, RULE_CHUNKS, COUNTERS, SAMPLE_IDS, TICKS, HEARD);

    private static final long HOUR = 3_600_000;

    private static final Logger LOG = LoggerFactory.getLogger(DetectorProcessor.class);

    private final Definitions definitions;
    private final DetectorMeters meters;
    private final BreachSpans spans;
    private ProcessorContext<String, Object> context;
    private SeriesStore<SloSeries> series;
    private SeriesStore<RuleSeries> ruleSeries;
    private NewestTick tick;
    private Watched watched;
    private Counting counting;
    private Judge judge;
    private Absence absence;

    /// One that counts nowhere and makes no spans.
    DetectorProcessor(Definitions definitions) {
        this(
                definitions,
                new DetectorMeters(new CompositeMeterRegistry()),
                new BreachSpans(Traces.OFF, ""));
    }

    DetectorProcessor(Definitions definitions, DetectorMeters meters, BreachSpans spans) {
        this.definitions = definitions;
        this.meters = meters;
        this.spans = spans;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        var outlet = new Outlet(context, meters, spans);
        series = new SeriesStore<>(store(HEADS), rings(CHUNKS), new SloHeads());
        ruleSeries =
                new SeriesStore<>(
                        store(RULE_HEADS),
                        rings(RULE_CHUNKS),
                        new RuleHeads(new LearnedStore(store(RULE_CHUNKS))));
        tick = new NewestTick(store(TICKS));
        judge = new Judge(series, ruleSeries, tick, outlet);
        var counters = new CounterStore(store(COUNTERS));
        counting = new Counting(counters, new SampleIds(store(SAMPLE_IDS)), judge, meters);
        absence = new Absence(new AbsenceStore(store(HEARD)), outlet);
        watched = new Watched(DefinitionSet.EMPTY, series, ruleSeries, absence);
        if (tick.began()) {
            meters.tick(context.taskId().toString(), tick.at());
        }
        context.<BeforeCommit>getStateStore(BEFORE_COMMIT).run(this::write);
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return context.getStateStore(name);
    }

    private RingStore rings(String name) {
        return new RingStore(store(name), meters::damaged);
    }

    /// Writes everything that has changed since the last commit.
    private void write() {
        series.write();
        ruleSeries.write();
        counting.write();
        tick.write();
        absence.write();
    }

    @Override
    public void process(Record<Object, MetricSample> record) {
        var sample = record.value();
        useDefinitionsOf(record);
        switch (sample.getKind()) {
            case TICK -> tick(record);
            case COUNTS, CUMULATIVE -> {
                var indicator = watched.indicator(sample.getService(), sample.getSli());
                hear(indicator, record);
                counting.count(record, indicator);
            }
            case GAUGE -> {
                var indicator = watched.indicator(sample.getService(), sample.getSli());
                if (absence.hearsValues(sample.getService(), sample.getSli())) {
                    hear(indicator, record);
                }
                counting.count(record, indicator);
            }
            // No SLO counts these: they may come on while what it counts is silent.
            case STATE, HISTOGRAM ->
                    counting.count(record, watched.indicator(sample.getService(), sample.getSli()));
            case CHANGE -> absence.change(sample);
            case UNKNOWN ->
                    LOG.debug("A sample of a kind that this version does not know is skipped");
        }
    }

    private void hear(Watched.Indicator indicator, Record<Object, MetricSample> record) {
        var ear = indicator.ear();
        if (ear != null) {
            absence.heard(ear, record.timestamp());
        }
    }

    private void useDefinitionsOf(Record<Object, MetricSample> record) {
        var set = definitions.at(Instant.ofEpochMilli(record.timestamp()));
        if (set.version() != watched.version()) {
            watched = new Watched(set, series, ruleSeries, absence);
            watched.problems().forEach(problem -> LOG.warn("Not watched: {}", problem));
            absence.listenTo(watched.listeners());
            judge.watch(watched, record);
        }
    }

    /// Silence is asked for even where a rule that failed has taken the record's turn.
    private void tick(Record<Object, MetricSample> record) {
        long at = Samples.tick(record.value(), record.timestamp());
        long before = tick.at();
        try {
            if (tick.moveTo(at)) {
                counting.tick(before, at);
                if (Math.floorDiv(at, HOUR) > Math.floorDiv(before, HOUR)) {
                    watched.forget(at - Judge.ALLOWED_DELAY);
                    judge.forgetGroups(watched, at - Judge.ALLOWED_DELAY, record);
                }
                meters.tick(context.taskId().toString(), at);
                judge.tick(watched, record);
            }
        } finally {
            absence.tick(at, record);
        }
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
