package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers the ids of the samples counted in the last 15 minutes of event time, as 64-bit hashes,
/// by owner and minute: a repeated sample counts once. A repeat that comes later than that counts
/// again.
final class SampleIds {
    private static final long MINUTE = 60_000;
    private static final int KEPT_MINUTES = 15;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<SeriesKey, Owner> owners = new HashMap<>();
    private final List<Page> unwritten = new ArrayList<>();

    /// The newest minutes of one owner, minute `m` in place `m` modulo their number.
    private static final class Owner {
        private final byte[] name;
        private final Page[] pages = new Page[KEPT_MINUTES];
        private long newest = Long.MIN_VALUE;

        Owner(SeriesKey key) {
            name = key.bytes();
        }

        boolean hasForgotten(long minute) {
            return newest != Long.MIN_VALUE && minute <= newest - KEPT_MINUTES;
        }
    }

    /// The ids of one minute, none once it is forgotten.
    private static final class Page {
        private final long minute;
        private final Bytes key;
        private final HashedIds ids = new HashedIds();
        private boolean written = true;

        Page(long minute, Bytes key) {
            this.minute = minute;
            this.key = key;
        }
    }

    SampleIds(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var key = ByteBuffer.wrap(entry.key.get());
                var name = new byte[key.capacity() - Long.BYTES];
                key.get(name);
                var owner = owners.computeIfAbsent(SeriesKey.of(name), Owner::new);
                var page = page(owner, key.getLong());
                for (var stored = ByteBuffer.wrap(entry.value); stored.hasRemaining(); ) {
                    page.ids.add(stored.getLong());
                }
            }
        }
    }

    /// Notes a sample.
    ///
    /// @param key service and indicator it belongs to
    /// @param at its event time
    /// @return whether it is new
    boolean isNew(SeriesKey key, String id, long at) {
        long minute = Math.floorDiv(at, MINUTE);
        var owner = owners.computeIfAbsent(key, Owner::new);
        if (owner.hasForgotten(minute)) {
            return true;
        }
        var page = page(owner, minute);
        if (!page.ids.add(hash(id))) {
            return false;
        }
        changed(page);
        return true;
    }

    private Page page(Owner owner, long minute) {
        int place = (int) Math.floorMod(minute, (long) KEPT_MINUTES);
        var page = owner.pages[place];
        if (page == null || page.minute != minute) {
            page = new Page(minute, key(owner, minute));
            forget(owner, minute);
            owner.pages[place] = page;
            owner.newest = Math.max(owner.newest, minute);
        }
        return page;
    }

    private void forget(Owner owner, long newest) {
        for (int place = 0; place < KEPT_MINUTES; place++) {
            var page = owner.pages[place];
            if (page != null && page.minute <= newest - KEPT_MINUTES) {
                page.ids.clear();
                changed(page);
                owner.pages[place] = null;
            }
        }
    }

    private void changed(Page page) {
        if (page.written) {
            page.written = false;
            unwritten.add(page);
        }
    }

    /// Writes what has changed since the last time.
    void write() {
        for (var page : unwritten) {
            store.put(page.key, page.ids.isEmpty() ? null : page.ids.bytes());
            page.written = true;
        }
        unwritten.clear();
    }

    private static Bytes key(Owner owner, long minute) {
        return Bytes.wrap(
                ByteBuffer.allocate(owner.name.length + Long.BYTES)
                        .put(owner.name)
                        .putLong(minute)
                        .array());
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
