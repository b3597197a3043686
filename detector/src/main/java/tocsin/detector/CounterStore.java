package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.detector.slo.CounterTarget;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the last readings of the counters of each scrape target under each series.
final class CounterStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, CounterTarget> loaded = new HashMap<>();
    private final Map<Bytes, CounterTarget> unwritten = new LinkedHashMap<>();

    CounterStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /// The counters of one target.
    CounterTarget target(SeriesKey series, String target) {
        return loaded.computeIfAbsent(
                key(series, target),
                key -> {
                    var stored = store.get(key);
                    return stored == null ? new CounterTarget() : decode(stored);
                });
    }

    /// Notes that one target has changed.
    void changed(SeriesKey series, String target, CounterTarget counters) {
        unwritten.put(key(series, target), counters);
    }

    /// Forgets the targets that were not scraped since `time`, such as instances that are no more.
    void forget(long time) {
        var silent = new ArrayList<Bytes>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var target = loaded.get(entry.key);
                var scrapes = target == null ? scrapes(entry.value) : target.scrapes();
                if (scrapes[1] < time) {
                    silent.add(entry.key);
                }
            }
        }
        for (var key : silent) {
            loaded.remove(key);
            unwritten.remove(key);
            store.delete(key);
        }
    }

    private static long[] scrapes(byte[] stored) {
        var from = ByteBuffer.wrap(stored);
        return new long[] {from.getLong(), from.getLong()};
    }

    /// Writes what has changed since the last time.
    void write() {
        unwritten.forEach((key, counters) -> store.put(key, encode(counters)));
        unwritten.clear();
    }

    private static Bytes key(SeriesKey series, String target) {
        return Bytes.wrap((series.service() + "\0" + series.slo() + "\0" + target).getBytes(UTF_8));
    }

    private static byte[] encode(CounterTarget target) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (long scrape : target.scrapes()) {
                out.writeLong(scrape);
            }
            out.writeInt(target.counters().size());
            for (var counter : target.counters().entrySet()) {
                out.writeLong(counter.getKey());
                out.writeChar(counter.getValue().role().name().charAt(0));
                out.writeDouble(counter.getValue().value());
                out.writeLong(counter.getValue().at());
                out.writeBoolean(counter.getValue().ended());
            }
            out.writeInt(target.pending().size());
            for (var pending : target.pending()) {
                out.writeChar(pending.role().name().charAt(0));
                out.writeLong(pending.start());
                out.writeLong(pending.end());
                out.writeLong(pending.events());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static CounterTarget decode(byte[] stored) {
        var target = new CounterTarget();
        try (var in = new DataInputStream(new ByteArrayInputStream(stored))) {
            target.restoreScrapes(in.readLong(), in.readLong());
            for (int left = in.readInt(); left > 0; left--) {
                target.counters()
                        .put(
                                in.readLong(),
                                new CounterTarget.Counter(
                                        role(in),
                                        in.readDouble(),
                                        in.readLong(),
                                        in.readBoolean()));
            }
            for (int left = in.readInt(); left > 0; left--) {
                target.pending()
                        .add(
                                new CounterTarget.Pending(
                                        role(in), in.readLong(), in.readLong(), in.readLong()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    private static CounterTarget.Role role(DataInputStream in) throws IOException {
        char letter = in.readChar();
        return switch (letter) {
            case 'T' -> CounterTarget.Role.TOTAL;
            case 'G' -> CounterTarget.Role.GOOD;
            case 'B' -> CounterTarget.Role.BAD;
            default -> throw new IOException("no counter role begins with " + letter);
        };
    }
}
