package tocsin.responder;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// States as JSON: later releases add fields, and an operator can read a changelog.
///
/// @param <T> what is remembered of a service
final class StateSerde<T> implements Serde<T> {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private final Class<T> type;

    StateSerde(Class<T> type) {
        this.type = type;
    }

    @Override
    public Serializer<T> serializer() {
        return (_, state) -> write(state);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (_, bytes) -> read(bytes);
    }

    private static byte @Nullable [] write(@Nullable Object state) {
        return state == null ? null : JSON.writeValueAsBytes(state);
    }

    private @Nullable T read(byte @Nullable [] bytes) {
        return bytes == null ? null : JSON.readValue(bytes, type);
    }
}
