package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Timer;
import tocsin.schemas.EscalationCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads state, asks the rules, writes state, forwards. It decides nothing itself.
final class IncidentProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Duration SCAN = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SNAPSHOTS = Duration.ofSeconds(1);
    private static final int TIMERS_PER_SCAN = 500;

    /// A timer whose rule failed is tried again after this.
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    /// A timer that changed nothing and is still due is asked again after this.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final String prefix;
    private final Decider decider;
    private final Neighbours neighbours;
    private final Commands commands;
    private final ResponderMeters meters;
    private final DecisionSpans spans;
    private final Map<String, String> changedIncidents = new LinkedHashMap<>();
    private final Map<TimerStore.Entry, Instant> postponed = new HashMap<>();
    private ProcessorContext<String, SpecificRecord> context;
    private ServiceStates states;
    private FoldedAlerts folded;
    private Followers followers;
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
        decider = new Decider(rulebooks, neighbours, meters);
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
        followers = new Followers(neighbours);
        changedIncidents.clear();
        postponed.clear();
        KeyValueStore<Bytes, byte[]> timerEntries = context.getStateStore(ResponderTopology.TIMERS);
        timers = new TimerStore(timerEntries);
        gate = new TimerGate(now());
        takeUp();
        context.schedule(SCAN, PunctuationType.WALL_CLOCK_TIME, _ -> fireTimers());
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, _ -> look());
        context.schedule(SNAPSHOTS, PunctuationType.WALL_CLOCK_TIME, _ -> writeSnapshots());
    }

    /// Timers follow from states, so whatever is missing is set; what was changed last before the
    /// stop may not have been written as a snapshot yet.
    private void takeUp() {
        states.forEach(state -> {
            timers.update(ServiceState.of(state.service()), state, null);
            followers.read(state);
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
        var service = Origins.service(record.key());
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
                decider.record(
                        states.of(service),
                        input.get(),
                        now,
                        definitionsAt,
                        Origins.cause(context.recordMetadata().orElseThrow(), prefix),
                        Origins.trace(value));
        folded.read(decided.state(), input.get());
        effect(decided, record.timestamp());
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
        followers.read(after);
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
            meters.command(order);
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
        var seen = decider.seen(timer.get(), entry.service(), folded, now);
        var decided = decider.timer(state, entry.id(), entry.due(), seen, now, timers.trace(entry));
        if (decided.isEmpty()) {
            postponed.put(entry, now.plus(TRY_AGAIN));
            return;
        }
        if (decided.get().facts().isEmpty()) {
            // It only asked, and nothing has changed.
            postponed.put(entry, now.plus(ASK_AGAIN));
        }
        effect(decided.get(), now.toEpochMilli());
    }

    /// Other services are looked at by a timer, and so is who fails with whom.
    private void look() {
        var now = now();
        if (!gate.open(now)) {
            return;
        }
        followers
                .seen()
                .forEach((root, seen) -> {
                    var state = states.of(root.service());
                    if (state.incident(root.incident()).isPresent()) {
                        var asks = Timer.dependants(root.incident());
                        decider.timer(state, asks, now, seen, now, null)
                                .ifPresent(decided -> effect(decided, now.toEpochMilli()));
                    }
                });
    }

    private void forget(String incident, ServiceState state, Instant now) {
        if (Retention.over(state, incident, now)) {
            context.forward(
                    new Record<>(incident, null, now.toEpochMilli()),
                    ResponderTopology.TO_INCIDENTS);
        }
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

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    @Override
    public void close() {
        meters.closed(context.taskId().toString());
    }
}
