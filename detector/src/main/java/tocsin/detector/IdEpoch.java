package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The ids taken in during one stretch of time. They are stored in parts of a fixed size, of which
/// only the newest is ever written again: what a commit costs depends on the new ids, whatever they
/// belong to.
final class IdEpoch {
    /// Ids of one stored part.
    static final int PART = 512;

    private final long number;
    private final HashedIds ids = new HashedIds(ThreadLocalRandom.current().nextLong());

    /// Parts that were filled since the last time, and were never written as such.
    private final List<byte[]> full = new ArrayList<>();

    private ByteBuffer tail = ByteBuffer.allocate(PART * Long.BYTES);

    /// Number of the first part in `full`, or of the tail.
    private int part;

    private boolean written = true;

    IdEpoch(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    boolean contains(long hash) {
        return ids.contains(hash);
    }

    /// Whether `hash` was not there yet; it is now.
    boolean add(long hash) {
        if (!ids.add(hash)) {
            return false;
        }
        tail.putLong(hash);
        written = false;
        if (!tail.hasRemaining()) {
            full.add(tail.array());
            tail = ByteBuffer.allocate(PART * Long.BYTES);
        }
        return true;
    }

    /// Writes what has changed since the last time.
    void write(KeyValueStore<Bytes, byte[]> store) {
        if (written) {
            return;
        }
        for (var ids : full) {
            store.put(key(part++), ids);
        }
        full.clear();
        if (tail.position() > 0) {
            var bytes = new byte[tail.position()];
            tail.get(0, bytes);
            store.put(key(part), bytes);
        }
        written = true;
    }

    /// Takes a stored part in again; parts come in rising order.
    void restore(Bytes key, byte[] stored) {
        for (var from = ByteBuffer.wrap(stored); from.hasRemaining(); ) {
            ids.add(from.getLong());
        }
        part = ByteBuffer.wrap(key.get()).getInt(Long.BYTES);
        if (stored.length < tail.capacity()) {
            tail.put(stored);
        } else {
            part++;
        }
    }

    /// Removes everything that was written.
    void delete(KeyValueStore<Bytes, byte[]> store) {
        for (int old = 0; old <= part; old++) {
            store.delete(key(old));
        }
    }

    private Bytes key(int ofPart) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(number)
                        .putInt(ofPart)
                        .array());
    }

    /// The epoch that a stored part belongs to.
    static long epochOf(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong();
    }
}
