package tocsin.detector;

import io.opentelemetry.api.common.Attributes;

import tocsin.runtime.Traces;
import tocsin.schemas.Breach;
import tocsin.schemas.Envelope;

import java.util.Objects;

/// A span for each revision of a breach.
record BreachSpans(Traces traces, String prefix) {
    /// Records that `breach` was decided.
    ///
    /// @return the same, to carry the span's context on
    Breach record(Breach breach) {
        var envelope = breach.getEnvelope();
        var trace =
                traces.decided(
                        envelope,
                        prefix,
                        Attributes.builder()
                                .put("tocsin.service", breach.getService())
                                .put("tocsin.slo", breach.getSlo())
                                .put("tocsin.breach", breach.getBreach())
                                .put("tocsin.kind", breach.getKind().name())
                                .build());
        return Objects.equals(trace, envelope.getTrace())
                ? breach
                : Breach.newBuilder(breach)
                        .setEnvelope(Envelope.newBuilder(envelope).setTrace(trace).build())
                        .build();
    }
}
