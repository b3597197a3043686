package tocsin.responder;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.responder.maintenance.PlannedWork;
import tocsin.responder.maintenance.Window;
import tocsin.responder.maintenance.Work;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Envelope;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Reads what is known of a service's planned work, asks the rules, writes, forwards.
final class MaintenanceProcessor implements Processor<String, ChangeEvent, String, Control> {
    private static final int ACTOR_MAX = 200;
    private static final int REASON_MAX = 1_000;

    private final String prefix;
    private ProcessorContext<String, Control> context;
    private KeyValueStore<String, PlannedWork> store;

    MaintenanceProcessor(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void init(ProcessorContext<String, Control> context) {
        this.context = context;
        store = context.getStateStore(MaintenanceTopology.PLANNED_WORK);
    }

    @Override
    public void process(Record<String, ChangeEvent> record) {
        var change = record.value();
        if (change != null) {
            work(change).ifPresent(work -> decide(Origins.service(record.key()), record, work));
        }
    }

    private void decide(String service, Record<String, ChangeEvent> record, Work work) {
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var before =
                Optional.ofNullable(store.get(service)).orElseGet(() -> PlannedWork.of(service));
        var decision = before.decide(work, now);
        if (!decision.state().equals(before)) {
            store.put(service, decision.state());
        }
        for (var window : decision.windows()) {
            var control = control(service, window, now, record.value());
            context.forward(new Record<>(window.id(), control, now.toEpochMilli()));
        }
        if (!decision.windows().isEmpty()) {
            context.commit();
        }
    }

    private static Optional<Work> work(ChangeEvent change) {
        var maintenance = change.getMaintenance();
        if (change.getKind() != ChangeKind.MAINTENANCE
                || change.getState() == ChangeState.UNKNOWN
                || maintenance == null) {
            return Optional.empty();
        }
        var id = change.getSource() + "/" + change.getChange();
        var reason = change.getSummary().isBlank() ? "planned work" : change.getSummary();
        return Optional.of(
                new Work(
                        id,
                        maintenance.getFrom(),
                        maintenance.getTo(),
                        change.getState() != ChangeState.STARTED,
                        Inputs.cut(change.getActor().isBlank() ? id : change.getActor(), ACTOR_MAX),
                        Inputs.cut("%s (%s)".formatted(reason, id), REASON_MAX)));
    }

    private Control control(String service, Window window, Instant now, ChangeEvent change) {
        var control =
                switch (window) {
                    case Window.Set(var id, var from, var to, var author, var reason) ->
                            Control.newBuilder()
                                    .setEnvelope(envelope(id, now, change))
                                    .setKind(ControlKind.MAINTENANCE)
                                    .setFrom(from)
                                    .setTo(to)
                                    .setAuthor(author)
                                    .setReason(reason)
                                    .setMatchers(Map.of("service", service));
                    case Window.Removed(var id, var from, var author) ->
                            Control.newBuilder()
                                    .setEnvelope(envelope(id, now, change))
                                    .setKind(ControlKind.REMOVED)
                                    .setFrom(from)
                                    .setAuthor(author);
                };
        return control.build();
    }

    private Envelope envelope(String id, Instant now, ChangeEvent change) {
        return Envelope.newBuilder()
                .setId(id)
                .setAt(now)
                .setTrace(Origins.trace(change))
                .setCause(Origins.cause(context.recordMetadata().orElseThrow(), prefix))
                .build();
    }
}
