package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import java.nio.ByteBuffer;

/// The clock of a partition: its newest tick, in epoch milliseconds. It never goes back.
final class NewestTick {
    private static final Bytes KEY = Bytes.wrap(new byte[] {0});

    private final KeyValueStore<Bytes, byte[]> store;
    private long at = Long.MIN_VALUE;
    private long written;

    NewestTick(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        var stored = store.get(KEY);
        if (stored != null) {
            at = ByteBuffer.wrap(stored).getLong();
        }
        written = at;
    }

    /// Whether there was a tick yet.
    boolean began() {
        return at != Long.MIN_VALUE;
    }

    /// Its time; [Long#MIN_VALUE] before the first.
    long at() {
        return at;
    }

    /// Moves on to a tick.
    ///
    /// @return whether it is newer than the newest
    boolean moveTo(long newer) {
        if (newer <= at) {
            return false;
        }
        at = newer;
        return true;
    }

    /// Writes what has changed since the last time.
    void write() {
        if (at != written) {
            store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(at).array());
            written = at;
        }
    }
}
