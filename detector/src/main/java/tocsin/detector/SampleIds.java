package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Remembers the ids of the samples counted in the last 15 minutes of event time, as 64-bit hashes,
/// by service and minute: a repeated sample counts once. A repeat that comes later than that counts
/// again.
final class SampleIds {
    private static final long MINUTE = 60_000;
    private static final int KEPT_MINUTES = 15;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, Set<Long>> minutes = new HashMap<>();
    private final Map<Bytes, Long> newestMinute = new HashMap<>();

    SampleIds(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                minutes.put(entry.key, decode(entry.value));
                var key = ByteBuffer.wrap(entry.key.get());
                var series = new byte[key.capacity() - Long.BYTES];
                key.get(series);
                newestMinute.merge(Bytes.wrap(series), key.getLong(), Math::max);
            }
        }
    }

    /// Notes a sample.
    ///
    /// @param series whose samples it belongs to
    /// @param at its event time
    /// @return whether it is new
    boolean isNew(byte[] series, String id, long at) {
        long minute = Math.floorDiv(at, MINUTE);
        var owner = Bytes.wrap(series);
        long newest = newestMinute.getOrDefault(owner, minute);
        if (minute <= newest - KEPT_MINUTES) {
            return true;
        }
        var key = key(series, minute);
        var ids = minutes.computeIfAbsent(key, _ -> new HashSet<>());
        if (!ids.add(hash(id))) {
            return false;
        }
        store.put(key, encode(ids));
        if (minute > newest || !newestMinute.containsKey(owner)) {
            newestMinute.put(owner, Math.max(minute, newest));
            forget(series, newest - KEPT_MINUTES + 1, Math.min(newest, minute - KEPT_MINUTES));
        }
        return true;
    }

    private void forget(byte[] series, long from, long to) {
        for (long minute = from; minute <= to; minute++) {
            var key = key(series, minute);
            if (minutes.remove(key) != null) {
                store.delete(key);
            }
        }
    }

    private static Bytes key(byte[] series, long minute) {
        return Bytes.wrap(
                ByteBuffer.allocate(series.length + Long.BYTES)
                        .put(series)
                        .putLong(minute)
                        .array());
    }

    private static byte[] encode(Set<Long> ids) {
        var buffer = ByteBuffer.allocate(ids.size() * Long.BYTES);
        ids.forEach(buffer::putLong);
        return buffer.array();
    }

    private static Set<Long> decode(byte[] stored) {
        var ids = new HashSet<Long>();
        for (var buffer = ByteBuffer.wrap(stored); buffer.hasRemaining(); ) {
            ids.add(buffer.getLong());
        }
        return ids;
    }

    /// FNV-1a over the characters, then mixed so that every bit counts.
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
