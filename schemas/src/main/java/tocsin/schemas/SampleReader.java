package tocsin.schemas;

import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// Reads samples that were written with today's schema, field by field as the schema orders them.
/// There are far more samples than anything else, and Avro's own reader, which can resolve any
/// schema against any other, takes several times as long. A test holds both to the same answers.
/// For one thread.
@NullMarked
final class SampleReader implements DatumReader<MetricSample> {
    private static final MetricKind[] KINDS = MetricKind.values();
    private static final CounterRole[] ROLES = CounterRole.values();

    /// Changes are few.
    private static final DatumReader<ChangeEvent> CHANGES =
            new SpecificDatumReader<>(ChangeEvent.class);

    private final Names names = new Names();

    @Override
    public void setSchema(Schema schema) {
        if (!schema.equals(MetricSample.getClassSchema())) {
            throw new IllegalArgumentException("another schema than today's: " + schema);
        }
    }

    @Override
    public MetricSample read(@Nullable MetricSample reuse, Decoder in) throws IOException {
        return new MetricSample(
                envelope(in),
                symbol(KINDS, in),
                names.read(in),
                names.read(in),
                isThere(in) ? counts(in) : null,
                isThere(in) ? cumulative(in) : null,
                isThere(in) ? CHANGES.read(null, in) : null,
                isThere(in) ? gauge(in) : null,
                isThere(in) ? state(in) : null,
                isThere(in) ? histogram(in) : null,
                isThere(in) ? labels(in) : null);
    }

    private static Envelope envelope(Decoder in) throws IOException {
        return new Envelope(
                in.readString(),
                Instant.ofEpochMilli(in.readLong()),
                isThere(in) ? in.readString() : null,
                isThere(in) ? cause(in) : null);
    }

    private static Cause cause(Decoder in) throws IOException {
        return new Cause(
                in.readString(),
                in.readInt(),
                in.readLong(),
                in.readString(),
                isThere(in) ? Instant.ofEpochMilli(in.readLong()) : null);
    }

    private static Counts counts(Decoder in) throws IOException {
        return new Counts(in.readLong(), in.readLong(), in.readLong());
    }

    private static Cumulative cumulative(Decoder in) throws IOException {
        return new Cumulative(
                symbol(ROLES, in),
                in.readLong(),
                in.readString(),
                in.readDouble(),
                in.readBoolean());
    }

    private static Gauge gauge(Decoder in) throws IOException {
        return new Gauge(in.readLong(), in.readDouble(), in.readDouble());
    }

    private static State state(Decoder in) throws IOException {
        return new State(in.readBoolean(), in.readString());
    }

    private static Histogram histogram(Decoder in) throws IOException {
        long length = in.readLong();
        var bounds = new ArrayList<Double>();
        for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
            for (; left > 0; left--) {
                bounds.add(in.readDouble());
            }
        }
        var counts = new ArrayList<Long>();
        for (long left = in.readArrayStart(); left != 0; left = in.arrayNext()) {
            for (; left > 0; left--) {
                counts.add(in.readLong());
            }
        }
        return new Histogram(length, bounds, counts);
    }

    private Map<String, String> labels(Decoder in) throws IOException {
        var labels = new HashMap<String, String>();
        for (long left = in.readMapStart(); left != 0; left = in.mapNext()) {
            for (; left > 0; left--) {
                var name = names.read(in);
                labels.put(name, in.readString());
            }
        }
        return labels;
    }

    /// Which branch of `["null", ...]` follows.
    private static boolean isThere(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch < 0 || branch > 1) {
            throw new AvroTypeException("branch " + branch + " of a union of two");
        }
        return branch == 1;
    }

    private static <E extends Enum<E>> E symbol(E[] symbols, Decoder in) throws IOException {
        int number = in.readEnum();
        if (number < 0 || number >= symbols.length) {
            throw new AvroTypeException("symbol " + number + " of " + symbols.length);
        }
        return symbols[number];
    }
}
