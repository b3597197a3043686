package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.Input;
import tocsin.responder.remediation.RemediationDecision;
import tocsin.responder.remediation.RemediationState;
import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.RemediationCommand;

import java.time.Instant;
import java.util.Optional;

/// Reads what is remembered, asks the rules of remediation, writes, forwards.
final class RemediationProcessor
        implements Processor<String, SpecificRecord, String, RemediationCommand> {
    private final String prefix;
    private final PerSet<Catalogue> catalogues;
    private ProcessorContext<String, RemediationCommand> context;
    private KeyValueStore<String, RemediationState> states;

    RemediationProcessor(String prefix, PerSet<Catalogue> catalogues) {
        this.prefix = prefix;
        this.catalogues = catalogues;
    }

    @Override
    public void init(ProcessorContext<String, RemediationCommand> context) {
        this.context = context;
        states = context.getStateStore(RemediationTopology.STATES);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
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
        var before =
                Optional.ofNullable(states.get(service))
                        .orElseGet(() -> RemediationState.of(service));
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var decision =
                RemediationDecision.decide(
                        before,
                        input,
                        now,
                        catalogues.at(Instant.ofEpochMilli(record.timestamp())));
        if (!decision.state().equals(before)) {
            states.put(service, decision.state());
        }
        for (var proposal : decision.observed()) {
            context.forward(
                    record.withValue(
                            RemediationRecords.observed(
                                    service, proposal, now, cause(), trace(value))));
        }
        if (!decision.observed().isEmpty()) {
            context.commit();
        }
    }

    private Cause cause() {
        var metadata = context.recordMetadata().orElseThrow();
        return Cause.newBuilder()
                .setTopic(metadata.topic().substring(prefix.length()))
                .setPartition(metadata.partition())
                .setOffset(metadata.offset())
                .build();
    }

    private static @Nullable String trace(SpecificRecord value) {
        return value.get(value.getSchema().getField("envelope").pos()) instanceof Envelope envelope
                ? envelope.getTrace()
                : null;
    }
}
