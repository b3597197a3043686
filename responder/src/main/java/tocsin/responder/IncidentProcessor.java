package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.responder.incident.Neighbours;
import tocsin.schemas.EscalationCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads state, asks the rules, writes state, forwards. It decides nothing itself.
final class IncidentProcessor implements Processor<String, SpecificRecord, String, SpecificRecord> {
    private static final Duration SCAN = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SNAPSHOTS = Duration.ofSeconds(1);

    private final String prefix;
    private final Decider decider;
    private final Neighbours neighbours;
    private final Commands commands;
    private final ResponderMeters meters;
    private final DecisionSpans spans;
    private final Map<String, String> changedIncidents = new LinkedHashMap<>();
    private ProcessorContext<String, SpecificRecord> context;
    private Remembered remembered;
    private DueTimers due;

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
        changedIncidents.clear();
        KeyValueStore<Bytes, byte[]> timers = context.getStateStore(ResponderTopology.TIMERS);
        remembered =
                new Remembered(
                        new ServiceStates(context.getStateStore(ResponderTopology.SERVICE_STATES)),
                        new TimerStore(timers),
                        new FoldedAlerts(),
                        new Followers(neighbours));
        due = new DueTimers(decider, remembered, new Writing(), now());
        takeUp();
        context.schedule(SCAN, PunctuationType.WALL_CLOCK_TIME, _ -> due.fire(now()));
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, _ -> due.look(now()));
        context.schedule(SNAPSHOTS, PunctuationType.WALL_CLOCK_TIME, _ -> writeSnapshots());
    }

    /// What was changed last before the stop may not have been written as a snapshot yet.
    private void takeUp() {
        remembered.takeUp(state -> {
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
        due.inputRead(now);
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
                        remembered.states().of(service),
                        input.get(),
                        now,
                        definitionsAt,
                        Origins.cause(context.recordMetadata().orElseThrow(), prefix),
                        Origins.trace(value));
        remembered.folded().read(decided.state(), input.get());
        effect(decided, record.timestamp());
    }

    /// Everything is decided; only from here on is anything written.
    private void effect(Decided decision, long timestamp) {
        if (decision.facts().isEmpty()) {
            return;
        }
        var decided = spans.record(decision);
        var orders = commands.of(decided, Instant.ofEpochMilli(timestamp));
        var after = decided.state();
        remembered.take(decided);
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

    /// What came of timers.
    private final class Writing implements DueTimers.Outlet {
        @Override
        public void decided(Decided decided, Instant at) {
            effect(decided, at.toEpochMilli());
        }

        @Override
        public void forgotten(String incident, Instant at) {
            context.forward(
                    new Record<>(incident, null, at.toEpochMilli()),
                    ResponderTopology.TO_INCIDENTS);
        }

        @Override
        public void late(Duration by) {
            meters.overdue(context.taskId().toString(), by);
        }
    }

    private void writeSnapshots() {
        var now = now();
        changedIncidents.forEach((id, service) ->
                remembered
                        .states()
                        .of(service)
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
