package tocsin.ingest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;

import tocsin.runtime.Traces;
import tocsin.schemas.Envelope;

import java.util.List;

/// Makes a span of each write.
record TracedPublisher(Publisher publisher, Traces traces, String prefix) implements Publisher {
    @Override
    public void publish(List<? extends Outgoing> records) throws PublishException {
        if (records.isEmpty()) {
            publisher.publish(records);
            return;
        }
        var span = start(records);
        try {
            publisher.publish(records);
        } catch (PublishException e) {
            span.setStatus(StatusCode.ERROR).setAttribute("error.type", e.getMessage());
            throw e;
        } finally {
            span.end();
        }
    }

    /// All records of one request go to one topic, in one trace.
    private Span start(List<? extends Outgoing> records) {
        var first = records.getFirst();
        var name = first.topic().name(prefix);
        return traces.start("send " + name, SpanKind.PRODUCER, envelope(first).getTrace())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "send")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", name)
                .setAttribute("messaging.batch.message_count", records.size());
    }

    private static Envelope envelope(Outgoing outgoing) {
        return switch (outgoing) {
            case Outgoing.Sample(var value) -> value.getEnvelope();
            case Outgoing.Alert(var value) -> value.getEnvelope();
            case Outgoing.Change(var value) -> value.getEnvelope();
        };
    }
}
