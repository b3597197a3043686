package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.detector.window.Delta;
import tocsin.detector.window.Oddities;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Keeps series: the state and the newest bucket of each level in one entry per series, closed
/// buckets in a [RingStore]. Works in memory; what has changed is written before each commit, in
/// the transaction that commits the samples it came from.
///
/// @param <S> what watches: an objective's series, or a rule's
final class SeriesStore<S extends Series> {
    private static final int FORMAT = 5;

    /// The first format with what was odd.
    private static final int WITH_ODDITIES = 5;

    /// Bytes of a stored level: number of its newest bucket, bad and all events of that.
    private static final int LEVEL = 3 * Long.BYTES;

    /// Bytes of stored time slices: their length, the first that is not decided, and a level.
    private static final int SLICES = 2 * Long.BYTES + LEVEL;

    private final KeyValueStore<Bytes, byte[]> heads;
    private final RingStore rings;
    private final Heads<S> states;
    private final Map<SeriesKey, Entry<S>> entries = new HashMap<>();
    private final List<Entry<S>> unwritten = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /// How what is remembered beside a ring is stored.
    interface Heads<S> {
        /// A series of which nothing is known.
        S fresh();

        void write(S series, DataOutput out) throws IOException;

        /// The series that was written, once its ring is there.
        Function<Ring, S> read(DataInput in, int format) throws IOException;

        /// Writes what has changed of a series and is kept apart from its head.
        default void writeBeside(byte[] key, S series) {}

        /// Reads that back.
        default void readBeside(byte[] key, S series) {}
    }

    /// One series, and what of it was not written yet.
    static final class Entry<S extends Series> {
        private final SeriesKey key;
        private final S series;
        private final RingStore.Dirty dirty = new RingStore.Dirty();
        private boolean written = true;

        private Entry(SeriesKey key, S series) {
            this.key = key;
            this.series = series;
        }

        SeriesKey key() {
            return key;
        }

        S series() {
            return series;
        }

        /// Told of the buckets that change.
        Ring.BucketListener changes() {
            return dirty;
        }

        void count(Delta delta) {
            series.count(delta.start(), delta.end(), delta.bad(), delta.total(), dirty);
        }

        /// Makes room for windows of this length.
        void reach(long window) {
            series.ring().reach(window, dirty);
        }
    }

    /// Reads every series back.
    SeriesStore(KeyValueStore<Bytes, byte[]> heads, RingStore rings, Heads<S> states) {
        this.heads = heads;
        this.rings = rings;
        this.states = states;
        try (var all = heads.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var key = SeriesKey.of(entry.key.get());
                var series = decode(key, entry.value);
                states.readBeside(entry.key.get(), series);
                entries.put(key, new Entry<>(key, series));
            }
        }
    }

    /// The series of this key, a new one if there was none.
    Entry<S> series(SeriesKey key) {
        return entries.computeIfAbsent(key, _ -> new Entry<>(key, states.fresh()));
    }

    /// All series.
    Collection<Entry<S>> all() {
        return entries.values();
    }

    /// Notes that a series has changed.
    void changed(Entry<S> entry) {
        if (entry.written) {
            entry.written = false;
            unwritten.add(entry);
        }
    }

    /// Forgets a series.
    void forget(Entry<S> entry) {
        var key = entry.key.bytes();
        entries.remove(entry.key);
        if (!entry.written) {
            unwritten.remove(entry);
        }
        rings.delete(key);
        heads.delete(Bytes.wrap(key));
    }

    /// Writes what has changed since the last time.
    void write() {
        for (var entry : unwritten) {
            var key = entry.key.bytes();
            rings.write(key, entry.series.ring(), entry.dirty);
            states.writeBeside(key, entry.series);
            heads.put(Bytes.wrap(key), encode(entry.series));
            entry.written = true;
        }
        unwritten.clear();
    }

    private byte[] encode(S series) {
        bytes.reset();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            states.write(series, out);
            write(series.oddities(), out);
            var ring = series.ring();
            out.writeLong(ring.first());
            out.writeLong(ring.last());
            for (int level = 0; level < ring.depth(); level++) {
                writeNewest(out, ring, level);
            }
            if (ring.sliceLength() > 0) {
                out.writeLong(ring.sliceLength());
                out.writeLong(ring.decided());
                writeNewest(out, ring, Ring.SLICES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private S decode(SeriesKey key, byte[] stored) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            int format = in.readByte();
            if (format < 1 || format > FORMAT) {
                throw new IllegalStateException(
                        "series " + key + " is stored in format " + format + ", not " + FORMAT);
            }
            var made = states.read(in, format);
            var oddities = new Oddities();
            if (format >= WITH_ODDITIES) {
                read(oddities, in);
            }
            var series = made.apply(ring(key, in));
            series.oddities().restore(oddities.heard(), oddities.minutes());
            return series;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Oddities oddities, DataOutput out) throws IOException {
        out.writeLong(oddities.heard());
        var minutes = oddities.minutes();
        out.writeByte(minutes.size());
        for (var one : minutes) {
            out.writeLong(one.minute());
            out.writeInt(one.late());
            out.writeInt(one.resets());
            out.writeInt(one.gaps());
        }
    }

    private static void read(Oddities oddities, DataInput in) throws IOException {
        long heard = in.readLong();
        var minutes = new ArrayList<Oddities.Minute>();
        for (int left = in.readByte(); left > 0; left--) {
            minutes.add(
                    new Oddities.Minute(in.readLong(), in.readInt(), in.readInt(), in.readInt()));
        }
        oddities.restore(heard, minutes);
    }

    private static void writeNewest(DataOutputStream out, Ring ring, int level) throws IOException {
        long newest = ring.newestBucket(level);
        out.writeLong(newest);
        out.writeLong(ring.badIn(level, newest));
        out.writeLong(ring.totalIn(level, newest));
    }

    private Ring ring(SeriesKey key, DataInputStream in) throws IOException {
        long first = in.readLong();
        long last = in.readLong();
        boolean sliced = in.available() % LEVEL != 0;
        var ring = new Ring((in.available() - (sliced ? SLICES : 0)) / LEVEL);
        ring.restoreBounds(first, last);
        for (int level = 0; level < ring.depth(); level++) {
            readLevel(key, ring, level, in);
        }
        if (sliced) {
            ring.sliceBy(in.readLong(), in.readLong());
            readLevel(key, ring, Ring.SLICES, in);
        }
        return ring;
    }

    private void readLevel(SeriesKey key, Ring ring, int level, DataInputStream in)
            throws IOException {
        long newest = in.readLong();
        long bad = in.readLong();
        long total = in.readLong();
        rings.read(key.bytes(), ring, level, newest - Ring.slots(level) + 1, newest);
        ring.restore(level, newest, bad, total);
    }
}
