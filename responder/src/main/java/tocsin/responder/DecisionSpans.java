package tocsin.responder;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

import org.jspecify.annotations.Nullable;

import tocsin.runtime.Traces;
import tocsin.schemas.Envelope;
import tocsin.schemas.IncidentEvent;

import java.util.Objects;

/// A span for each decision that led to facts.
record DecisionSpans(Traces traces, String prefix) {
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("tocsin.service");
    private static final AttributeKey<String> INCIDENT = AttributeKey.stringKey("tocsin.incident");
    private static final AttributeKey<String> FACTS = AttributeKey.stringKey("tocsin.facts");

    /// Records the decision.
    ///
    /// @return the same, with facts that carry the span's context on
    Decided record(Decided decided) {
        var first = decided.events().getFirst();
        var kinds = decided.events().stream().map(event -> event.getKind().name()).toList();
        var trace =
                traces.decided(
                        first.getEnvelope(),
                        prefix,
                        Attributes.of(
                                SERVICE,
                                first.getService(),
                                INCIDENT,
                                first.getIncident(),
                                FACTS,
                                String.join(" ", kinds)));
        return Objects.equals(trace, first.getEnvelope().getTrace())
                ? decided
                : new Decided(
                        decided.state(),
                        decided.facts(),
                        decided.events().stream().map(event -> carrying(event, trace)).toList());
    }

    private static IncidentEvent carrying(IncidentEvent event, @Nullable String trace) {
        return IncidentEvent.newBuilder(event)
                .setEnvelope(Envelope.newBuilder(event.getEnvelope()).setTrace(trace).build())
                .build();
    }
}
