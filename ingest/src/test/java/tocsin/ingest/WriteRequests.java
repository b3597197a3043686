package tocsin.ingest;

import com.google.protobuf.CodedOutputStream;

import org.xerial.snappy.Snappy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Builds remote-write bodies, field by field.
final class WriteRequests {
    /// Writes the fields of one message.
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private WriteRequests() {}

    /// A message of these fields.
    static byte[] message(Fields fields) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A `TimeSeries` with one sample; labels are names and values in turn.
    static byte[] series(double value, long at, String... labels) {
        return message(out -> {
            for (int i = 0; i < labels.length; i += 2) {
                out.writeByteArray(1, label(labels[i], labels[i + 1]));
            }
            out.writeByteArray(2, sample(Double.doubleToRawLongBits(value), at));
        });
    }

    static byte[] label(String name, String value) {
        return message(out -> {
            out.writeString(1, name);
            out.writeString(2, value);
        });
    }

    static byte[] sample(long valueBits, long at) {
        return message(out -> {
            out.writeFixed64(1, valueBits);
            out.writeInt64(2, at);
        });
    }

    /// A `WriteRequest` of these series.
    static byte[] request(byte[]... series) {
        return message(out -> {
            for (var each : series) {
                out.writeByteArray(1, each);
            }
        });
    }

    static byte[] snappy(byte[] message) {
        try {
            return Snappy.compress(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
