package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.detector.window.Ring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Keeps the closed buckets of rings in chunks of sixty: key is series, level and chunk number;
/// value is bad and total of each bucket as varints. The newest bucket of each level is kept with
/// the series' state instead, since it changes with every sample.
final class RingStore {
    private static final int MAX_VARINT = 10;

    private final KeyValueStore<Bytes, byte[]> chunks;
    private final ByteBuffer buffer = ByteBuffer.allocate(Ring.CHUNK * 2 * MAX_VARINT);

    /// A chunk of one level.
    record Chunk(int level, long number) {
        static Chunk of(int level, long bucket) {
            return new Chunk(level, Math.floorDiv(bucket, Ring.CHUNK));
        }
    }

    /// Collects the chunks that changes of one ring have touched.
    static final class Dirty implements Ring.BucketListener {
        private final Set<Chunk> chunks = new HashSet<>();

        /// Of each level the number of the chunk that was touched last, which mostly is the next
        /// one too.
        private final long[] last = new long[Ring.SLICES + 1];

        Dirty() {
            Arrays.fill(last, Long.MIN_VALUE);
        }

        @Override
        public void changed(int level, long bucket) {
            long number = Math.floorDiv(bucket, Ring.CHUNK);
            if (last[level] != number) {
                last[level] = number;
                chunks.add(new Chunk(level, number));
            }
        }

        private void clear() {
            chunks.clear();
            Arrays.fill(last, Long.MIN_VALUE);
        }
    }

    RingStore(KeyValueStore<Bytes, byte[]> chunks) {
        this.chunks = chunks;
    }

    /// Writes the chunks that were touched, and removes what has left the ring.
    void write(byte[] series, Ring ring, Dirty dirty) {
        for (var chunk : dirty.chunks) {
            if (chunk.number() >= oldest(ring, chunk.level())) {
                chunks.put(key(series, chunk), encode(ring, chunk));
            }
        }
        dirty.chunks.forEach(chunk -> deleteOld(series, ring, chunk));
        dirty.clear();
    }

    /// Once the newest bucket has moved on from `chunk`, what was kept while it was there and is no
    /// more goes: one chunk as a rule, more after a long silence.
    private void deleteOld(byte[] series, Ring ring, Chunk chunk) {
        int level = chunk.level();
        if (chunk.number() >= Chunk.of(level, ring.newestBucket(level)).number()) {
            return;
        }
        long oldest = oldest(ring, level);
        long oldestThen = chunk.number() - Ring.slots(level) / Ring.CHUNK - 1;
        for (long old = oldestThen; old < oldest && old <= chunk.number(); old++) {
            chunks.delete(key(series, new Chunk(level, old)));
        }
    }

    /// Removes all of a series, what others keep beside it included.
    void delete(byte[] series) {
        var gone = new ArrayList<Bytes>();
        var end = Arrays.copyOf(series, series.length + 1);
        end[series.length] = 1;
        try (var all =
                chunks.range(
                        Bytes.wrap(Arrays.copyOf(series, series.length + 1)), Bytes.wrap(end))) {
            all.forEachRemaining(entry -> gone.add(entry.key));
        }
        gone.forEach(chunks::delete);
    }

    private static long oldest(Ring ring, int level) {
        return Chunk.of(level, ring.oldestBucket(level)).number();
    }

    /// Reads the closed buckets of one level back, oldest first.
    void read(byte[] series, Ring ring, int level, long oldest, long newest) {
        for (long number = Math.floorDiv(oldest, Ring.CHUNK);
                number <= Math.floorDiv(newest, Ring.CHUNK);
                number++) {
            var stored = chunks.get(key(series, new Chunk(level, number)));
            if (stored != null) {
                decode(ByteBuffer.wrap(stored), ring, level, number * Ring.CHUNK, newest);
            }
        }
    }

    private byte[] encode(Ring ring, Chunk chunk) {
        buffer.clear();
        long first = chunk.number() * Ring.CHUNK;
        for (long bucket = first; bucket < first + Ring.CHUNK; bucket++) {
            boolean closed =
                    bucket < ring.newestBucket(chunk.level())
                            && bucket >= ring.oldestBucket(chunk.level());
            putVarint(closed ? ring.badIn(chunk.level(), bucket) : 0);
            putVarint(closed ? ring.totalIn(chunk.level(), bucket) : 0);
        }
        var bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static void decode(ByteBuffer from, Ring ring, int level, long first, long newest) {
        for (long bucket = first; bucket < first + Ring.CHUNK; bucket++) {
            long bad = varint(from);
            long total = varint(from);
            if (bucket < newest && (bad != 0 || total != 0)) {
                ring.restore(level, bucket, bad, total);
            }
        }
    }

    private void putVarint(long value) {
        long left = value << 1 ^ value >> 63;
        while ((left & ~0x7FL) != 0) {
            buffer.put((byte) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        buffer.put((byte) left);
    }

    private static long varint(ByteBuffer from) {
        long read = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            read |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return read >>> 1 ^ -(read & 1);
            }
        }
    }

    private static Bytes key(byte[] series, Chunk chunk) {
        return Bytes.wrap(
                ByteBuffer.allocate(series.length + 10)
                        .put(series)
                        .put((byte) 0)
                        .put((byte) chunk.level())
                        .putLong(chunk.number())
                        .array());
    }
}
