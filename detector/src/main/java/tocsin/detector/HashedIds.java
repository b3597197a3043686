package tocsin.detector;

import java.nio.ByteBuffer;

/// A set of 64-bit hashes: open addressing, linear probing, at most half full. An entry costs 16
/// bytes and one place in memory, where a `HashSet<Long>` costs 60 and three; there are hundreds of
/// thousands of them.
final class HashedIds {
    private static final int SMALLEST = 16;

    private long[] slots = new long[SMALLEST];
    private int size;

    /// 0 marks an empty slot, so that the hash 0 is kept apart.
    private boolean hasZero;

    /// Whether `hash` was not there yet; it is now.
    boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (!insert(slots, hash)) {
            return false;
        }
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private static boolean insert(long[] slots, long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = hash;
        return true;
    }

    private void grow() {
        var larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                insert(larger, hash);
            }
        }
        slots = larger;
    }

    boolean isEmpty() {
        return size == 0 && !hasZero;
    }

    void clear() {
        slots = new long[SMALLEST];
        size = 0;
        hasZero = false;
    }

    /// All hashes, eight bytes each, in no particular order.
    byte[] bytes() {
        var bytes = ByteBuffer.allocate((size + (hasZero ? 1 : 0)) * Long.BYTES);
        if (hasZero) {
            bytes.putLong(0);
        }
        for (long hash : slots) {
            if (hash != 0) {
                bytes.putLong(hash);
            }
        }
        return bytes.array();
    }
}
