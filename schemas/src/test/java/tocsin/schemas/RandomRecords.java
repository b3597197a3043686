package tocsin.schemas;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;

/// Any value a schema allows, from a seed.
public final class RandomRecords {
    private final Random random;

    public RandomRecords(long seed) {
        random = new Random(seed);
    }

    /// The next value for `topic`.
    public <T extends SpecificRecord> T next(Topic<T> topic) {
        return topic.type().cast(value(topic.schema()));
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> symbol(schema);
            case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case ARRAY -> list(schema);
            case MAP -> map(schema);
            case STRING -> text();
            case INT -> random.nextInt();
            case LONG ->
                    schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                            ? Instant.ofEpochMilli(random.nextInt() * 1000L)
                            : (Object) random.nextLong();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
            default -> throw new IllegalArgumentException("no values for " + schema);
        };
    }

    private Object record(Schema schema) {
        var made = (SpecificRecord) SpecificData.newInstance(type(schema), schema);
        for (var field : schema.getFields()) {
            made.put(field.pos(), value(field.schema()));
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object symbol(Schema schema) {
        var symbols = schema.getEnumSymbols();
        return Enum.valueOf(
                (Class<Enum>) type(schema), symbols.get(random.nextInt(symbols.size())));
    }

    private Object list(Schema schema) {
        var values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(schema.getElementType()));
        }
        return values;
    }

    private Object map(Schema schema) {
        var values = new HashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(text(), value(schema.getValueType()));
        }
        return values;
    }

    private String text() {
        return random.ints(random.nextInt(12), 1, 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Class<?> type(Schema schema) {
        return SpecificData.get().getClass(schema);
    }

    /// The framed bytes of `value` as a writer with another schema would have written them.
    static byte[] reencode(SpecificRecord value, Schema from, Schema to, int id) {
        try {
            var plain = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().directBinaryEncoder(plain, null);
            new SpecificDatumWriter<SpecificRecord>(from).write(value, encoder);
            var decoder = DecoderFactory.get().binaryDecoder(plain.toByteArray(), null);
            var generic = new GenericDatumReader<>(from, to).read(null, decoder);
            var framed = new ByteArrayOutputStream();
            framed.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
            new GenericDatumWriter<>(to)
                    .write(generic, EncoderFactory.get().directBinaryEncoder(framed, null));
            return framed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
