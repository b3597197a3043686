package tocsin.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Serdes around classes that an operator chose. One serializer serves all threads, as Kafka's
/// producers demand of it; each thread has a deserializer of its own.
///
/// What other classes throw does not tell a record that cannot be read from a registry that cannot
/// be reached. So when one fails, the registry is asked: while it is ailing the record has to wait.
@NullMarked
public final class ChosenSerdes implements ValueSerdes {
    private final String prefix;
    private final SchemaRegistry registry;
    private final Queue<Serde<Object>> opened = new ConcurrentLinkedQueue<>();
    private final Serializer<Object> serializer;
    private final Deserializer<Object> deserializer;

    /// @param registry asked whether it is well
    /// @param serdes makes configured ones
    public ChosenSerdes(String prefix, SchemaRegistry registry, Supplier<Serde<Object>> serdes) {
        this.prefix = prefix;
        this.registry = registry;
        serializer = opened(serdes.get()).serializer();
        deserializer = new PerThread<>(() -> opened(serdes.get()).deserializer());
    }

    private Serde<Object> opened(Serde<Object> serde) {
        opened.add(serde);
        return serde;
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public <T extends SpecificRecord> Serde<T> of(Topic<T> topic) {
        return Serdes.serdeFrom(
                (name, value) -> value == null ? null : serializer.serialize(name, value),
                (name, bytes) -> bytes == null ? null : read(topic, name, bytes));
    }

    private <T extends SpecificRecord> @Nullable T read(Topic<T> topic, String name, byte[] bytes) {
        try {
            return typed(topic, name, bytes);
        } catch (RuntimeException _) {
            // Throws where the registry is ailing; where it is well by now, once more tells.
            registry.versions(topic.subject(prefix));
            return again(topic, name, bytes);
        }
    }

    private <T extends SpecificRecord> @Nullable T again(
            Topic<T> topic, String name, byte[] bytes) {
        try {
            return typed(topic, name, bytes);
        } catch (SerializationException e) {
            throw e;
        } catch (KafkaException e) {
            // Such as credentials that are refused: nothing is wrong with the record.
            throw new RegistryException("cannot read " + topic.subject(prefix) + ": " + e, true);
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "cannot read %s: %s".formatted(topic.subject(prefix), e), e);
        }
    }

    private <T extends SpecificRecord> @Nullable T typed(
            Topic<T> topic, String name, byte[] bytes) {
        var value = deserializer.deserialize(name, bytes);
        if (value != null && !topic.type().isInstance(value)) {
            throw new SerializationException(
                    "read as %s, not as %s; the deserializer has to make generated classes"
                            .formatted(value.getClass().getName(), topic.type().getName()));
        }
        return topic.type().cast(value);
    }

    @Override
    public void close() {
        for (var one = opened.poll(); one != null; one = opened.poll()) {
            one.close();
        }
    }
}
