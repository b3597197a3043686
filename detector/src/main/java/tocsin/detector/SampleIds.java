package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.schemas.identity.Ids;

import java.util.ArrayList;
import java.util.List;

/// Remembers the ids of counted samples as 64-bit hashes for 15 to 20 minutes after they were taken
/// in, so that a sample that is sent again counts once. One that comes again later counts again.
/// Time is that of the records, which brokers let be an hour ahead at most
/// (`message.timestamp.after.max.ms`).
final class SampleIds {
    private static final long EPOCH = 300_000;
    private static final int EPOCHS_KEPT = 4;

    private final KeyValueStore<Bytes, byte[]> store;

    /// Epoch `e` in place `e` modulo their number.
    private final IdEpoch[] epochs = new IdEpoch[EPOCHS_KEPT];

    private final List<IdEpoch> forgotten = new ArrayList<>();
    private long newest = Long.MIN_VALUE;

    SampleIds(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                epoch(IdEpoch.epochOf(entry.key)).restore(entry.key, entry.value);
            }
        }
    }

    /// What tells the ids of one indicator from those of others.
    static long owner(String service, String sli) {
        return Ids.hash64(service, sli);
    }

    /// Notes a sample.
    ///
    /// @param owner of the id
    /// @param takenIn timestamp of its record, epoch milliseconds
    /// @return whether it is new
    boolean isNew(long owner, String id, long takenIn) {
        var current = epoch(Math.floorDiv(takenIn, EPOCH));
        long hash = hash(owner, id);
        for (var epoch : epochs) {
            if (epoch != null && epoch != current && epoch.contains(hash)) {
                return false;
            }
        }
        return current.add(hash);
    }

    /// The epoch that takes in now; time never goes back.
    private IdEpoch epoch(long number) {
        if (number > newest) {
            newest = number;
            for (int place = 0; place < EPOCHS_KEPT; place++) {
                var old = epochs[place];
                if (old != null && old.number() <= newest - EPOCHS_KEPT) {
                    forgotten.add(old);
                    epochs[place] = null;
                }
            }
            epochs[place(newest)] = new IdEpoch(newest);
        }
        return epochs[place(newest)];
    }

    private static int place(long number) {
        return (int) Math.floorMod(number, (long) EPOCHS_KEPT);
    }

    /// Writes what has changed since the last time.
    void write() {
        forgotten.forEach(epoch -> epoch.delete(store));
        forgotten.clear();
        for (var epoch : epochs) {
            if (epoch != null) {
                epoch.write(store);
            }
        }
    }

    /// FNV-1a over the characters, then mixed with the owner so that every bit counts.
    private static long hash(long owner, String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash ^= owner;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
