package tocsin.responder;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.ServiceState;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Service states as JSON: later releases add fields, and an operator can read a changelog.
final class StateSerde implements Serde<ServiceState> {
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    @Override
    public Serializer<ServiceState> serializer() {
        return (_, state) -> write(state);
    }

    @Override
    public Deserializer<ServiceState> deserializer() {
        return (_, bytes) -> read(bytes);
    }

    private static byte @Nullable [] write(@Nullable ServiceState state) {
        return state == null ? null : JSON.writeValueAsBytes(state);
    }

    private static @Nullable ServiceState read(byte @Nullable [] bytes) {
        return bytes == null ? null : JSON.readValue(bytes, ServiceState.class);
    }
}
