package tocsin.schemas;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// A deserializer that many threads may share, since each of them gets one of its own: Kafka
/// Streams hands the one it is given to all its threads.
@NullMarked
final class PerThread<T> implements Deserializer<T> {
    private final ThreadLocal<Deserializer<T>> own;

    PerThread(Supplier<Deserializer<T>> deserializers) {
        own = ThreadLocal.withInitial(deserializers);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return own.get().deserialize(topic, bytes);
    }
}
