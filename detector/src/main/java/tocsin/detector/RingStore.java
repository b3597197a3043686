package tocsin.detector;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.detector.window.Ring;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/// Keeps the closed buckets of rings in chunks of sixty: key is series, level and chunk number;
/// value is bad and total of each bucket as varints, then a checksum. The newest bucket of each
/// level is kept with the series' state instead, since it changes with every sample.
///
/// A chunk that is not what was written is noticed when it is read back. Its buckets are counted
/// again from the next finer level, as far as that reaches; what is older is lost, and said to be.
final class RingStore {
    private static final int MAX_VARINT = 10;
    private static final Logger LOG = LoggerFactory.getLogger(RingStore.class);

    private final KeyValueStore<Bytes, byte[]> chunks;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(Ring.CHUNK * 2 * MAX_VARINT + Integer.BYTES);
    private final Runnable onDamage;

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

    /// One that counts no damage.
    RingStore(KeyValueStore<Bytes, byte[]> chunks) {
        this(chunks, () -> {});
    }

    /// @param onDamage told of each chunk that is not what was written
    RingStore(KeyValueStore<Bytes, byte[]> chunks, Runnable onDamage) {
        this.chunks = chunks;
        this.onDamage = onDamage;
    }

    /// Writes the chunks that were touched, and removes what has left the ring.
    void write(byte[] series, Ring ring, Dirty dirty) {
        for (var chunk : dirty.chunks) {
            if (chunk.number() >= oldest(ring, chunk.level())) {
                var key = key(series, chunk);
                chunks.put(key, encode(ring, chunk, key));
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

    /// Reads the closed buckets of one level back, oldest first. Finer levels are there already.
    void read(byte[] series, Ring ring, int level, long oldest, long newest) {
        for (long number = Math.floorDiv(oldest, Ring.CHUNK);
                number <= Math.floorDiv(newest, Ring.CHUNK);
                number++) {
            var key = key(series, new Chunk(level, number));
            var stored = chunks.get(key);
            if (stored == null) {
                continue;
            }
            long first = number * Ring.CHUNK;
            var counts = decode(stored, key);
            if (counts.isPresent()) {
                restore(counts.get(), ring, level, first, newest);
            } else {
                onDamage.run();
                long end = Math.min(first + Ring.CHUNK, newest);
                long known = recount(ring, level, Math.max(first, oldest), end);
                LOG.error(
                        "A chunk of {} is damaged: of level {}, buckets {} to {} were counted"
                                + " again, older ones from {} on are lost",
                        SeriesKey.of(series),
                        level,
                        known,
                        end - 1,
                        first);
            }
        }
    }

    private static void restore(long[] counts, Ring ring, int level, long first, long newest) {
        for (int i = 0; i < Ring.CHUNK && first + i < newest; i++) {
            if (counts[2 * i] != 0 || counts[2 * i + 1] != 0) {
                ring.restore(level, first + i, counts[2 * i], counts[2 * i + 1]);
            }
        }
    }

    /// Counts buckets again from the finer level.
    ///
    /// @return the first bucket that could be; `end` when none could
    private static long recount(Ring ring, int level, long first, long end) {
        boolean hasFiner = level != 0 && level != Ring.SLICES;
        long known = hasFiner ? Math.clamp(ring.firstKnownByFiner(level), first, end) : end;
        for (long bucket = known; bucket < end; bucket++) {
            ring.restoreFromFiner(level, bucket);
        }
        return known;
    }

    private byte[] encode(Ring ring, Chunk chunk, Bytes key) {
        buffer.clear();
        long first = chunk.number() * Ring.CHUNK;
        for (long bucket = first; bucket < first + Ring.CHUNK; bucket++) {
            boolean closed =
                    bucket < ring.newestBucket(chunk.level())
                            && bucket >= ring.oldestBucket(chunk.level());
            putVarint(closed ? ring.badIn(chunk.level(), bucket) : 0);
            putVarint(closed ? ring.totalIn(chunk.level(), bucket) : 0);
        }
        buffer.putInt(checksum(key, buffer.array(), buffer.position()));
        var bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    /// A chunk in the wrong place is damaged as well.
    private static int checksum(Bytes key, byte[] counts, int length) {
        var checksum = new CRC32C();
        checksum.update(key.get());
        checksum.update(counts, 0, length);
        return (int) checksum.getValue();
    }

    /// Bad and total of each bucket in turn; nothing when they are not what was written. Chunks of
    /// former versions have no checksum.
    private static Optional<long[]> decode(byte[] stored, Bytes key) {
        var from = ByteBuffer.wrap(stored);
        var counts = new long[2 * Ring.CHUNK];
        try {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = varint(from);
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
        int length = from.position();
        boolean whole =
                !from.hasRemaining()
                        || (from.remaining() == Integer.BYTES
                                && from.getInt() == checksum(key, stored, length));
        return whole ? Optional.of(counts) : Optional.empty();
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
