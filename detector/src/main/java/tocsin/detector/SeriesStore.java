package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.detector.slo.FacetState;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.SloState;
import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps series: the state and the newest bucket of each level in one entry per series, closed
/// buckets in a [RingStore]. Works in memory; what has changed is written before each commit, in
/// the transaction that commits the samples it came from.
final class SeriesStore {
    private static final int FORMAT = 1;

    private final KeyValueStore<Bytes, byte[]> heads;
    private final RingStore rings;
    private final Map<SeriesKey, Entry> entries = new HashMap<>();
    private final List<Entry> unwritten = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /// One series, and what of it was not written yet.
    static final class Entry {
        private final SeriesKey key;
        private final SloSeries series;
        private final RingStore.Dirty dirty = new RingStore.Dirty();
        private boolean written = true;

        private Entry(SeriesKey key, SloSeries series) {
            this.key = key;
            this.series = series;
        }

        SeriesKey key() {
            return key;
        }

        SloSeries series() {
            return series;
        }

        void count(Delta delta) {
            series.count(delta.start(), delta.end(), delta.bad(), delta.total(), dirty);
        }
    }

    /// Reads every series back.
    SeriesStore(KeyValueStore<Bytes, byte[]> heads, RingStore rings) {
        this.heads = heads;
        this.rings = rings;
        try (var all = heads.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var key = SeriesKey.of(entry.key.get());
                entries.put(key, new Entry(key, decode(key, entry.value)));
            }
        }
    }

    /// The series of this key, a new one if there was none.
    Entry series(SeriesKey key) {
        return entries.computeIfAbsent(
                key, _ -> new Entry(key, new SloSeries(new Ring(), SloState.NEW)));
    }

    /// All series.
    Collection<Entry> all() {
        return entries.values();
    }

    /// Notes that a series has changed.
    void changed(Entry entry) {
        if (entry.written) {
            entry.written = false;
            unwritten.add(entry);
        }
    }

    /// Writes what has changed since the last time.
    void write() {
        for (var entry : unwritten) {
            var key = entry.key.bytes();
            rings.write(key, entry.series.ring(), entry.dirty);
            heads.put(Bytes.wrap(key), encode(entry.series));
            entry.written = true;
        }
        unwritten.clear();
    }

    private byte[] encode(SloSeries series) {
        bytes.reset();
        try (var out = new DataOutputStream(bytes)) {
            var state = series.state();
            out.writeByte(FORMAT);
            out.writeUTF(state.breach());
            out.writeInt(state.revision());
            out.writeLong(state.signalMinute());
            out.writeBoolean(state.countedSinceSignal());
            out.writeByte(state.facets().size());
            for (var facet : state.facets().entrySet()) {
                out.writeUTF(facet.getKey());
                out.writeLong(facet.getValue().since());
                out.writeLong(facet.getValue().clearSince());
            }
            var ring = series.ring();
            out.writeLong(ring.first());
            out.writeLong(ring.last());
            for (int level = 0; level < Ring.levels(); level++) {
                long newest = ring.newestBucket(level);
                out.writeLong(newest);
                out.writeLong(ring.badIn(level, newest));
                out.writeLong(ring.totalIn(level, newest));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private SloSeries decode(SeriesKey key, byte[] stored) {
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "series " + key + " is stored in format " + format + ", not " + FORMAT);
            }
            var breach = in.readUTF();
            int revision = in.readInt();
            long signalMinute = in.readLong();
            boolean counted = in.readBoolean();
            var facets = new HashMap<String, FacetState>();
            for (int left = in.readByte(); left > 0; left--) {
                facets.put(in.readUTF(), new FacetState(true, in.readLong(), in.readLong()));
            }
            return new SloSeries(
                    ring(key, in), new SloState(breach, revision, facets, signalMinute, counted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ring ring(SeriesKey key, DataInputStream in) throws IOException {
        var ring = new Ring();
        ring.restoreBounds(in.readLong(), in.readLong());
        for (int level = 0; level < Ring.levels(); level++) {
            long newest = in.readLong();
            long bad = in.readLong();
            long total = in.readLong();
            rings.read(key.bytes(), ring, level, newest - Ring.slots(level) + 1, newest);
            ring.restore(level, newest, bad, total);
        }
        return ring;
    }
}
