package tocsin.schemas;

import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;

/// A serde that an operator might choose: it frames values in a way of its own (a letter, the name
/// of the class, Avro) and demands the settings that Confluent's demands.
public final class OddSerde implements Serde<Object> {
    private static final byte MARK = 'O';

    private boolean configured;

    /// Chosen and configured.
    public static ValueSerdes chosen(String prefix) {
        return new ChosenSerdes(
                prefix,
                new InMemorySchemaRegistry(),
                () -> {
                    var serde = new OddSerde();
                    serde.configure(
                            Map.of("schema.registry.url", "unused", "specific.avro.reader", true),
                            false);
                    return serde;
                });
    }

    /// Whether these are its bytes.
    public static boolean wrote(byte[] bytes) {
        return bytes[0] == MARK;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (!configs.containsKey("schema.registry.url")) {
            throw new ConfigException("Missing required configuration \"schema.registry.url\"");
        }
        if ("refuse".equals(configs.get("odd.mood"))) {
            throw new ConfigException("odd.mood", "refuse");
        }
        configured = !isKey && Boolean.TRUE.equals(configs.get("specific.avro.reader"));
    }

    @Override
    public Serializer<Object> serializer() {
        return (_, value) -> write((SpecificRecord) value);
    }

    @Override
    public Deserializer<Object> deserializer() {
        return (_, bytes) -> read(bytes);
    }

    private byte[] write(SpecificRecord value) {
        requireConfigured();
        var out = new ByteArrayOutputStream();
        try {
            var data = new DataOutputStream(out);
            data.writeByte(MARK);
            data.writeUTF(value.getClass().getName());
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(
                            value.getSchema(), SpecificData.getForClass(value.getClass()))
                    .write(value, encoder);
            return out.toByteArray();
        } catch (IOException e) {
            throw new SerializationException(e);
        }
    }

    private Object read(byte[] bytes) {
        requireConfigured();
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            if (in.readByte() != MARK) {
                throw new SerializationException("not mine");
            }
            var type = Class.forName(in.readUTF());
            var model = SpecificData.getForClass(type);
            var schema = model.getSchema(type);
            return new SpecificDatumReader<>(schema, schema, model)
                    .read(null, DecoderFactory.get().directBinaryDecoder(in, null));
        } catch (IOException | ClassNotFoundException e) {
            throw new SerializationException(e);
        }
    }

    private void requireConfigured() {
        if (!configured) {
            throw new IllegalStateException("not configured");
        }
    }
}
