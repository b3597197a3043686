package tocsin.detector;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

import tocsin.detector.absence.Excuses;
import tocsin.detector.absence.Listeners;
import tocsin.detector.absence.Listening;
import tocsin.detector.absence.Pulse;
import tocsin.detector.absence.Silence;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.MetricSample;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Hears which services say anything, and asks at each tick who has fallen silent.
final class AbsenceProcessor implements Processor<String, MetricSample, String, Object> {
    static final String HEARD = "heard";
    static final String BEFORE_COMMIT = "before-commit-heard";

    private final Definitions definitions;
    private final DetectorMeters meters;
    private final BreachSpans spans;
    private final Map<String, Excuses> excuses = new HashMap<>();
    private final Map<String, Map<String, Pulse>> pulses = new LinkedHashMap<>();
    private final Set<Pulse> unwritten = new LinkedHashSet<>();
    private Listeners listeners = new Listeners(DefinitionSet.EMPTY);
    private Listening listening = Listening.NEVER;
    private ProcessorContext<String, Object> context;
    private AbsenceStore store;

    AbsenceProcessor(Definitions definitions, DetectorMeters meters, BreachSpans spans) {
        this.definitions = definitions;
        this.meters = meters;
        this.spans = spans;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        excuses.clear();
        pulses.clear();
        unwritten.clear();
        store = new AbsenceStore(context.getStateStore(HEARD));
        listening = store.listening();
        store.read(excuses::put, (service, pulse) -> ofService(service).put(pulse.sli(), pulse));
        context.<BeforeCommit>getStateStore(BEFORE_COMMIT).run(this::write);
    }

    private void write() {
        unwritten.forEach(store::put);
        unwritten.clear();
        if (listening.began()) {
            store.put(listening);
        }
    }

    @Override
    public void process(Record<String, MetricSample> record) {
        var set = definitions.at(Instant.ofEpochMilli(record.timestamp()));
        if (set.version() != listeners.version()) {
            listeners = new Listeners(set);
            forgetExcuses();
        }
        var sample = record.value();
        switch (sample.getKind()) {
            case TICK -> tick(record);
            case CHANGE -> change(sample);
            case GAUGE, STATE, HISTOGRAM, UNKNOWN -> {
                // No SLO counts these: they may come on while what it counts is silent.
            }
            case COUNTS, CUMULATIVE -> heard(sample, record.timestamp());
        }
    }

    private void heard(MetricSample sample, long at) {
        if (listening.began() && listeners.of(sample.getService(), sample.getSli()).isPresent()) {
            var pulse =
                    ofService(sample.getService())
                            .computeIfAbsent(
                                    sample.getSli(),
                                    sli -> new Pulse(sample.getService(), sli, Pulse.State.NEW));
            pulse.heard(listening, at);
            unwritten.add(pulse);
        }
    }

    private Map<String, Pulse> ofService(String service) {
        return pulses.computeIfAbsent(service, _ -> new LinkedHashMap<>());
    }

    private void change(MetricSample sample) {
        var change = sample.getChange();
        if (change == null) {
            throw new IllegalArgumentException("unusable sample: CHANGE without a change");
        }
        var service = sample.getService();
        if (!listeners.know(service)) {
            // There is no end to the names that senders may give.
            return;
        }
        long at = change.getEnvelope().getAt().toEpochMilli();
        Announcements.of(change)
                .ifPresent(said -> {
                    var now = excuses.getOrDefault(service, Excuses.NONE);
                    var next = now.with(said.excuse(at), listening.tick());
                    excuses.put(service, next);
                    store.put(service, next);
                });
    }

    /// A tick that nobody can use becomes a dead letter where objectives are judged.
    private void tick(Record<String, MetricSample> record) {
        long at = record.value().getEnvelope().getAt().toEpochMilli();
        boolean old = listening.began() && at <= listening.tick();
        if (old || !Samples.inTime(at, record.timestamp())) {
            return;
        }
        listening = listening.at(at);
        pulses.forEach((service, all) -> {
            boolean excused = excuses.getOrDefault(service, Excuses.NONE).hold(at);
            all.values().removeIf(pulse -> withdrawn(record, pulse));
            all.values().forEach(pulse -> ask(record, pulse, excused));
        });
    }

    /// Forgets what was said of services that nobody listens to any more.
    private void forgetExcuses() {
        excuses.keySet()
                .removeIf(service -> {
                    boolean gone = !listeners.know(service);
                    if (gone) {
                        store.removeExcuses(service);
                    }
                    return gone;
                });
    }

    private boolean withdrawn(Record<String, MetricSample> record, Pulse pulse) {
        if (listeners.of(pulse.service(), pulse.sli()).isPresent()) {
            return false;
        }
        pulse.withdrawn(listening.tick()).ifPresent(end -> tell(record, end));
        unwritten.remove(pulse);
        store.remove(pulse);
        return true;
    }

    private void ask(Record<String, MetricSample> record, Pulse pulse, boolean excused) {
        var before = pulse.state();
        var watch = listeners.of(pulse.service(), pulse.sli()).orElseThrow();
        Optional<Silence> silence = pulse.tick(listening, watch, excused);
        if (!pulse.state().equals(before)) {
            unwritten.add(pulse);
        }
        silence.ifPresent(happened -> tell(record, happened));
    }

    private void tell(Record<String, MetricSample> record, Silence silence) {
        var breach = SilenceMapping.breach(silence, listeners.version(), cause(record));
        context.forward(
                record.withKey(silence.service()).withValue(spans.record(breach)),
                SloProcessor.BREACHES);
        meters.breach();
        context.commit();
    }

    private Cause cause(Record<String, MetricSample> record) {
        return Cause.of(context.recordMetadata(), record.value());
    }
}
