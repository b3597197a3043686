package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

import tocsin.detector.baseline.Baseline;
import tocsin.detector.baseline.Learned;
import tocsin.detector.baseline.SizeRing;
import tocsin.detector.baseline.Sizes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;

/// Keeps what series have learned beside their ring's chunks, in parts that change apart: the
/// newest minutes, each day of the week, each bucket of sizes. A part of another measure than the
/// newest minutes are of is as if it were not there.
final class LearnedStore {
    private static final int MINUTES = 64;
    private static final int DAY = 65;
    private static final int BUCKET = 66;
    private static final int DAYS = 7;
    private static final int HOURS = 24;

    private final KeyValueStore<Bytes, byte[]> parts;

    /// Writes one part.
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /// Reads one part.
    private interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    /// @param parts a store in which no other key ends with a byte of 64 or more and one byte
    LearnedStore(KeyValueStore<Bytes, byte[]> parts) {
        this.parts = parts;
    }

    /// Writes what has changed since the last time.
    void write(byte[] series, Learned learned) {
        int about = learned.about().hashCode();
        if (learned.takeChanged()) {
            put(key(series, MINUTES, 0), out -> minutes(learned, out));
        }
        for (int day : learned.baseline().takeChangedDays()) {
            put(
                    key(series, DAY, day),
                    out -> {
                        out.writeInt(about);
                        hours(learned.baseline(), day, out);
                    });
        }
        for (long bucket : learned.sizes().takeChanged()) {
            put(
                    key(series, BUCKET, (int) Math.floorMod(bucket, (long) SizeRing.SLOTS)),
                    out -> {
                        out.writeInt(about);
                        out.writeLong(bucket);
                        sizes(learned.sizes().bucket(bucket), out);
                    });
        }
    }

    private static void minutes(Learned learned, DataOutputStream out) throws IOException {
        out.writeUTF(learned.about());
        out.writeLong(learned.steadySince());
        var newest = learned.baseline().newest();
        out.writeByte(newest.size());
        for (var noted : newest) {
            out.writeLong(noted.minute());
            out.writeDouble(noted.value());
        }
    }

    private static void hours(Baseline baseline, int day, DataOutputStream out) throws IOException {
        for (var hour : baseline.day(day)) {
            out.writeInt(hour == null ? 0 : hour.weeks());
            if (hour != null) {
                out.writeDouble(hour.median());
                out.writeDouble(hour.deviation());
                out.writeLong(hour.hour());
            }
        }
    }

    private static void sizes(Sizes sizes, DataOutputStream out) throws IOException {
        out.writeShort(sizes.first());
        out.writeShort(sizes.length());
        for (int cell = 0; cell < sizes.length(); cell++) {
            long count = sizes.count(cell);
            for (; count > 127; count >>>= 7) {
                out.writeByte((int) ((count & 127) | 128));
            }
            out.writeByte((int) count);
        }
    }

    /// What a series has learned, if that was written.
    Optional<Learned> read(byte[] series) {
        var stored = parts.get(key(series, MINUTES, 0));
        if (stored == null) {
            return Optional.empty();
        }
        var read = new ArrayList<Learned>();
        get(stored, in -> read.add(minutes(in)));
        var learned = read.getFirst();
        int about = learned.about().hashCode();
        for (int day = 0; day < DAYS; day++) {
            int slot = day * HOURS;
            get(parts.get(key(series, DAY, day)), in -> hours(in, about, slot, learned));
        }
        for (int bucket = 0; bucket < SizeRing.SLOTS; bucket++) {
            get(parts.get(key(series, BUCKET, bucket)), in -> sizes(in, about, learned));
        }
        learned.takeChanged();
        return Optional.of(learned);
    }

    private static Learned minutes(DataInputStream in) throws IOException {
        var learned = new Learned(in.readUTF(), in.readLong());
        var newest = new ArrayList<Baseline.Noted>();
        for (int left = in.readByte(); left > 0; left--) {
            newest.add(new Baseline.Noted(in.readLong(), in.readDouble()));
        }
        learned.baseline().restore(newest);
        return learned;
    }

    private static void hours(DataInputStream in, int about, int slot, Learned learned)
            throws IOException {
        if (in.readInt() != about) {
            return;
        }
        for (int hour = slot; hour < slot + HOURS; hour++) {
            int weeks = in.readInt();
            if (weeks > 0) {
                learned.baseline()
                        .restore(
                                hour,
                                new Baseline.Hour(
                                        in.readDouble(), in.readDouble(), weeks, in.readLong()));
            }
        }
    }

    private static void sizes(DataInputStream in, int about, Learned learned) throws IOException {
        if (in.readInt() != about) {
            return;
        }
        long bucket = in.readLong();
        var cells = new long[Sizes.CELLS];
        int first = in.readShort();
        int end = first + in.readShort();
        for (int cell = first; cell < end; cell++) {
            for (int shift = 0; ; shift += 7) {
                int next = in.readUnsignedByte();
                cells[cell] |= (long) (next & 127) << shift;
                if (next < 128) {
                    break;
                }
            }
        }
        learned.sizes().restore(bucket, Sizes.of(cells));
    }

    private void put(Bytes key, Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.put(key, bytes.toByteArray());
    }

    private static void get(byte @Nullable [] stored, Reader reader) {
        if (stored == null) {
            return;
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            reader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes key(byte[] series, int kind, int number) {
        var key = new byte[series.length + 3];
        System.arraycopy(series, 0, key, 0, series.length);
        key[series.length + 1] = (byte) kind;
        key[series.length + 2] = (byte) number;
        return Bytes.wrap(key);
    }
}
