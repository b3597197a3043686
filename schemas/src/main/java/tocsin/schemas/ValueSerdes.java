package tocsin.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.NullMarked;

/// How one installation names its topics and writes and reads their values. What it makes is safe
/// for many threads, and closing a client that uses it closes nothing.
@NullMarked
public interface ValueSerdes extends AutoCloseable {
    /// Prefix of every topic's name.
    String prefix();

    /// The serde for the values of `topic`.
    <T extends SpecificRecord> Serde<T> of(Topic<T> topic);

    @Override
    default void close() {}

    /// Those of our own, [AvroSerde].
    static ValueSerdes own(String prefix, SchemaRegistry registry) {
        record Own(String prefix, SchemaRegistry registry) implements ValueSerdes {
            @Override
            public <T extends SpecificRecord> Serde<T> of(Topic<T> topic) {
                return new AvroSerde<>(topic, prefix, registry);
            }
        }
        return new Own(prefix, registry);
    }
}
