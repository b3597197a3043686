package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.Seen;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Timer;
import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.EscalationCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads state, asks the rules, writes state, forwards. It decides nothing itself.
final class IncidentProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentProcessor.class);
    private static final Duration SCAN = Duration.ofMillis(200);
    private static final Duration SNAPSHOTS = Duration.ofSeconds(1);
    private static final int TIMERS_PER_SCAN = 500;

    /// A timer whose rule failed is tried again after this.
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /// A timer that changed nothing and is still due is asked again after this.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final String prefix;
    private final Rulebooks rulebooks;
    private final Neighbours neighbours;
    private final Commands commands;
    private final ResponderMeters meters;
    private final DecisionSpans spans;
    private final Map<String, String> changedIncidents = new LinkedHashMap<>();
    private final Map<TimerStore.Entry, Instant> postponed = new HashMap<>();
    private ProcessorContext<String, SpecificRecord> context;
    private ServiceStates states;
    private FoldedAlerts folded;
    private TimerStore timers;
    private TimerGate gate;

    IncidentProcessor(
            String prefix,
            Rulebooks rulebooks,
            Neighbours neighbours,
            Commands commands,
            ResponderMeters meters,
            DecisionSpans spans) {
        this.prefix = prefix;
        this.rulebooks = rulebooks;
        this.neighbours = neighbours;
        this.commands = commands;
        this.meters = meters;
        this.spans = spans;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        states = new ServiceStates(context.getStateStore(ResponderTopology.SERVICE_STATES));
        folded = new FoldedAlerts();
        changedIncidents.clear();
        postponed.clear();
        KeyValueStore<Bytes, byte[]> timerEntries = context.getStateStore(ResponderTopology.TIMERS);
        timers = new TimerStore(timerEntries);
        gate = new TimerGate(now());
        takeUp();
        context.schedule(SCAN, PunctuationType.WALL_CLOCK_TIME, _ -> fireTimers());
        context.schedule(SNAPSHOTS, PunctuationType.WALL_CLOCK_TIME, _ -> writeSnapshots());
    }

    /// Timers follow from states, so whatever is missing is set; what was changed last before the
    /// stop may not have been written as a snapshot yet.
    private void takeUp() {
        states.forEach(state -> {
            timers.update(ServiceState.of(state.service()), state, null);
            state.open().forEach(open -> changedIncidents.put(open.id(), state.service()));
            state.resolved().reversed().stream()
                    .findFirst()
                    .filter(last -> !Retention.over(last, now()))
                    .ifPresent(last -> changedIncidents.put(last.id(), state.service()));
        });
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        var now = now();
        gate.inputRead(now);
        var value = record.value();
        if (value == null) {
            return;
        }
        var service = service(record.key());
        var input = Inputs.of(value);
        if (input.isEmpty()) {
            if (Inputs.unknown(value)) {
                meters.unknownInput();
            }
            return;
        }
        var definitionsAt = Instant.ofEpochMilli(record.timestamp());
        meters.input(value.getClass(), Duration.between(definitionsAt, now));
        var decided =
                decide(
                        states.of(service),
                        input.get(),
                        now,
                        definitionsAt,
                        cause(context.recordMetadata().orElseThrow()),
                        trace(value));
        folded.read(decided.state(), input.get());
        effect(decided, record.timestamp());
    }

    private Decided decide(
            ServiceState state,
            Input input,
            Instant now,
            Instant definitionsAt,
            Cause cause,
            @Nullable String trace) {
        return meters.decision(() ->
                Decided.of(state, input, now, rulebooks.at(definitionsAt, now), cause, trace));
    }

    /// Everything is decided; only from here on is anything written.
    private void effect(Decided decision, long timestamp) {
        if (decision.facts().isEmpty()) {
            return;
        }
        var decided = spans.record(decision);
        var orders = commands.of(decided);
        var after = decided.state();
        var trace = decided.events().getFirst().getEnvelope().getTrace();
        timers.update(states.of(after.service()), after, trace);
        states.put(after);
        folded.told(decided.facts());
        for (var fact : decided.facts()) {
            if (fact instanceof Fact.Resolved over) {
                timers.set(
                        Retention.entry(after.service(), over.incident(), over.decidedAt()), trace);
            }
        }
        for (var event : decided.events()) {
            changedIncidents.put(event.getIncident(), after.service());
            context.forward(
                    new Record<>(after.service(), event, timestamp), ResponderTopology.TO_EVENTS);
        }
        for (EscalationCommand order : orders) {
            meters.command(order.getKind());
            context.forward(
                    new Record<>(after.service(), order, timestamp),
                    ResponderTopology.TO_ESCALATIONS);
        }
        context.commit();
    }

    private void fireTimers() {
        var now = now();
        postponed.values().removeIf(until -> !now.isBefore(until));
        boolean alertsMayEnd = gate.openForExpiry(now);
        List<TimerStore.Entry> due =
                timers.due(
                        now,
                        TIMERS_PER_SCAN,
                        entry ->
                                (alertsMayEnd || !Timer.endsAlert(entry.id()))
                                        && !postponed.containsKey(entry));
        meters.overdue(
                context.taskId().toString(),
                due.stream()
                        .filter(entry -> !Timer.asks(entry.id()))
                        .filter(entry -> Retention.incident(entry).isEmpty())
                        .findFirst()
                        .map(entry -> Duration.between(entry.due(), now))
                        .orElse(Duration.ZERO));
        if (gate.open(now)) {
            due.forEach(entry -> fire(entry, now));
        }
    }

    private void fire(TimerStore.Entry entry, Instant now) {
        var state = states.of(entry.service());
        var old = Retention.incident(entry);
        if (old.isPresent()) {
            forget(old.get(), state, now);
            timers.remove(entry);
            return;
        }
        var timer =
                state.timers().stream()
                        .filter(due -> TimerStore.entry(entry.service(), due).equals(entry))
                        .findFirst();
        if (timer.isEmpty()) {
            timers.remove(entry);
            return;
        }
        Decided decided;
        try {
            decided =
                    decide(
                            state,
                            new Input.TimerFired(
                                    entry.id(), seen(timer.get(), entry.service(), now)),
                            now,
                            now,
                            Decided.timer(entry.id(), entry.due()),
                            timers.trace(entry));
        } catch (RuntimeException e) {
            // There is no record that could be kept as a dead letter, and the deadline stays due.
            LOG.error("The rule for timer {} of {} failed", entry.id(), entry.service(), e);
            meters.failedTimer();
            postponed.put(entry, now.plus(TRY_AGAIN));
            return;
        }
        if (decided.facts().isEmpty()) {
            // It only asked, and nothing has changed.
            postponed.put(entry, now.plus(ASK_AGAIN));
        }
        effect(decided, now.toEpochMilli());
    }

    private void forget(String incident, ServiceState state, Instant now) {
        if (Retention.over(state, incident, now)) {
            context.forward(
                    new Record<>(incident, null, now.toEpochMilli()),
                    ResponderTopology.TO_INCIDENTS);
        }
    }

    private Seen seen(Timer timer, String service, Instant now) {
        return switch (timer.kind()) {
            case COUNT -> Seen.folded(folded.of(timer.incident()));
            case HOLD -> {
                var dependencies = rulebooks.at(now, now).dependencies().of(service);
                yield new Seen(0, neighbours.of(dependencies));
            }
            case DELIVERY, ACKNOWLEDGEMENT, EXPIRY, RESPONSE, SEVERITY, UPDATE, LAPSE, FALL, CALM ->
                    Seen.NOTHING;
        };
    }

    private void writeSnapshots() {
        var now = now();
        changedIncidents.forEach((id, service) ->
                states.of(service)
                        .incident(id)
                        .ifPresent(incident ->
                                context.forward(
                                        new Record<>(
                                                id,
                                                Snapshots.of(service, incident, now),
                                                now.toEpochMilli()),
                                        ResponderTopology.TO_INCIDENTS)));
        changedIncidents.clear();
    }

    private Cause cause(RecordMetadata metadata) {
        return Cause.newBuilder()
                .setTopic(metadata.topic().substring(prefix.length()))
                .setPartition(metadata.partition())
                .setOffset(metadata.offset())
                .build();
    }

    private static @Nullable String trace(SpecificRecord value) {
        var field = value.getSchema().getField("envelope");
        return field != null && value.get(field.pos()) instanceof Envelope envelope
                ? envelope.getTrace()
                : null;
    }

    private static String service(@Nullable String key) {
        if (key == null || key.isEmpty() || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the key must name a service, not '" + key + "'");
        }
        return key;
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
