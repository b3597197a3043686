package tocsin.schemas;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Values of one topic in Confluent's framing: a zero byte, the schema's id in four bytes, then
/// Avro binary. What was written with an older or newer schema is read into today's class. Threads
/// may share it.
///
/// @param <T> the generated class of the values
@NullMarked
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
    private static final int HEADER = 5;

    private final Topic<T> topic;
    private final String subject;
    private final SchemaRegistry registry;

    public AvroSerde(Topic<T> topic, String prefix, SchemaRegistry registry) {
        this.topic = topic;
        this.subject = topic.subject(prefix);
        this.registry = registry;
    }

    @Override
    public Serializer<T> serializer() {
        return new FramedSerializer();
    }

    @Override
    public Deserializer<T> deserializer() {
        return new PerThread<>(FramedDeserializer::new);
    }

    private final class FramedSerializer implements Serializer<T> {
        private final DatumWriter<T> writer = newWriter();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        private @Nullable BinaryEncoder encoder;
        private int id = -1;

        @Override
        public synchronized byte @Nullable [] serialize(String name, @Nullable T value) {
            if (value == null) {
                return null;
            }
            if (id < 0) {
                id = registry.register(subject, topic.schema());
            }
            out.reset();
            out.write(0);
            out.write(id >>> 24);
            out.write(id >>> 16);
            out.write(id >>> 8);
            out.write(id);
            try {
                var encoding = EncoderFactory.get().binaryEncoder(out, encoder);
                // One that fails still holds the beginning of what it could not write.
                encoder = null;
                writer.write(value, encoding);
                encoding.flush();
                encoder = encoding;
            } catch (IOException | AvroRuntimeException e) {
                throw new SerializationException("cannot write " + subject + ": " + e, e);
            }
            return out.toByteArray();
        }
    }

    private final class FramedDeserializer implements Deserializer<T> {
        private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
        private @Nullable BinaryDecoder decoder;

        @Override
        public @Nullable T deserialize(String name, byte @Nullable [] bytes) {
            if (bytes == null) {
                return null;
            }
            if (bytes.length < HEADER || bytes[0] != 0) {
                throw new SerializationException(
                        "not framed: %d bytes without the leading zero and schema id of %s"
                                .formatted(bytes.length, subject));
            }
            int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
            try {
                var reader = readers.computeIfAbsent(id, this::reader);
                decoder =
                        DecoderFactory.get()
                                .binaryDecoder(bytes, HEADER, bytes.length - HEADER, decoder);
                return reader.read(null, decoder);
            } catch (IOException | AvroRuntimeException | UnsupportedOperationException e) {
                throw new SerializationException(
                        "cannot read %s written with schema %d: %s".formatted(subject, id, e), e);
            } catch (RegistryException e) {
                if (e.temporary()) {
                    throw e;
                }
                throw new SerializationException(
                        "cannot read %s: %s".formatted(subject, e.getMessage()), e);
            }
        }

        private DatumReader<T> reader(int id) {
            Schema writer = registry.schema(id);
            if (!writer.getFullName().equals(topic.schema().getFullName())) {
                throw new SerializationException(
                        "schema %d is %s, not %s"
                                .formatted(id, writer.getFullName(), topic.schema().getFullName()));
            }
            return newReader(writer);
        }
    }

    // The two kinds of values that the detector handles by the hundred thousand have ways of their
    // own.

    @SuppressWarnings("unchecked") // the topic's type says what T is
    private DatumWriter<T> newWriter() {
        return topic.type() == SignalPoint.class
                ? (DatumWriter<T>) new SignalWriter()
                : new SpecificDatumWriter<>(topic.schema(), SpecificData.getForClass(topic.type()));
    }

    @SuppressWarnings("unchecked") // the topic's type says what T is
    private DatumReader<T> newReader(Schema writer) {
        return topic.type() == MetricSample.class && writer.equals(topic.schema())
                ? (DatumReader<T>) new SampleReader()
                : new SpecificDatumReader<>(
                        writer, topic.schema(), SpecificData.getForClass(topic.type()));
    }
}
