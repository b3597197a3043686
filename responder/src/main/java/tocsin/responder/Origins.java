package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;

/// Where a record that is decided about comes from.
final class Origins {
    private Origins() {}

    /// Its place on the log.
    static Cause cause(RecordMetadata metadata, String prefix) {
        return Cause.newBuilder()
                .setTopic(metadata.topic().substring(prefix.length()))
                .setPartition(metadata.partition())
                .setOffset(metadata.offset())
                .build();
    }

    /// The trace it belongs to; null for none.
    static @Nullable String trace(SpecificRecord value) {
        var field = value.getSchema().getField("envelope");
        return field != null && value.get(field.pos()) instanceof Envelope envelope
                ? envelope.getTrace()
                : null;
    }

    /// The service that its key names.
    static String service(@Nullable String key) {
        if (key == null || key.isEmpty() || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the key must name a service, not '" + key + "'");
        }
        return key;
    }
}
