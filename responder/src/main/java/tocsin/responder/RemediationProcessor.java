package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.Input;
import tocsin.responder.remediation.RemediationDecision;
import tocsin.responder.remediation.RemediationState;
import tocsin.responder.remediation.Rules;
import tocsin.schemas.Cause;
import tocsin.schemas.RemediationCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what is remembered, asks the rules of remediation, writes, forwards. When a state goes on
/// by itself follows from the states, so that is kept in memory only.
final class RemediationProcessor
        implements Processor<String, SpecificRecord, String, RemediationCommand> {
    private static final Logger LOG = LoggerFactory.getLogger(RemediationProcessor.class);
    private static final Duration SCAN = Duration.ofMillis(200);

    /// A service whose rule failed is tried again after this.
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final String prefix;
    private final PerSet<Catalogue> catalogues;
    private final RemediationGuard guard;
    private final Map<String, Instant> due = new HashMap<>();
    private ProcessorContext<String, RemediationCommand> context;
    private KeyValueStore<String, RemediationState> states;
    private TimerGate gate;

    RemediationProcessor(String prefix, PerSet<Catalogue> catalogues, RemediationGuard guard) {
        this.prefix = prefix;
        this.catalogues = catalogues;
        this.guard = guard;
    }

    @Override
    public void init(ProcessorContext<String, RemediationCommand> context) {
        this.context = context;
        states = context.getStateStore(RemediationTopology.STATES);
        gate = new TimerGate(now());
        try (var all = states.all()) {
            all.forEachRemaining(each -> remember(each.value));
        }
        context.schedule(SCAN, PunctuationType.WALL_CLOCK_TIME, _ -> passTime());
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        gate.inputRead(now());
        var value = record.value();
        if (value != null) {
            RemediationInputs.of(value).ifPresent(input -> decide(record, value, input));
        }
    }

    private void decide(Record<String, SpecificRecord> record, SpecificRecord value, Input input) {
        var service = record.key();
        if (service == null || service.isEmpty()) {
            throw new IllegalArgumentException("the key must name a service");
        }
        var cause = Origins.cause(context.recordMetadata().orElseThrow(), prefix);
        decide(service, input, record.timestamp(), cause, Origins.trace(value));
    }

    private void decide(
            String service, Input input, long timestamp, Cause cause, @Nullable String trace) {
        var before =
                Optional.ofNullable(states.get(service))
                        .orElseGet(() -> RemediationState.of(service));
        var now = now();
        var rules =
                new Rules(
                        catalogues.at(Instant.ofEpochMilli(timestamp)),
                        guard.keys(),
                        guard.stopped().apply(now));
        var decision = RemediationDecision.decide(before, input, now, rules);
        var records =
                decision.facts().stream()
                        .map(fact -> RemediationRecords.of(service, fact, now, cause, trace))
                        .toList();
        if (!decision.state().equals(before)) {
            states.put(service, decision.state());
            remember(decision.state());
        }
        for (var each : records) {
            context.forward(new Record<>(service, each, timestamp));
        }
        if (!records.isEmpty()) {
            context.commit();
        }
    }

    private void passTime() {
        var now = now();
        if (!gate.open(now)) {
            return;
        }
        for (var entry : List.copyOf(due.entrySet())) {
            if (!now.isBefore(entry.getValue())) {
                passTime(entry.getKey(), entry.getValue(), now);
            }
        }
    }

    private void passTime(String service, Instant at, Instant now) {
        try {
            decide(
                    service,
                    new Input.Passed(),
                    now.toEpochMilli(),
                    Decided.timer("remediation/" + service, at),
                    null);
        } catch (RuntimeException e) {
            LOG.error("Remediations of {} do not go on", service, e);
            due.put(service, now.plus(TRY_AGAIN));
        }
    }

    private void remember(RemediationState state) {
        state.nextDue()
                .ifPresentOrElse(
                        at -> due.put(state.service(), at), () -> due.remove(state.service()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
