package tocsin.detector;

/// A set of 64-bit hashes: open addressing, linear probing, at most half full. An entry costs 16
/// bytes and one place in memory, where a `HashSet<Long>` costs 60 and three; there are hundreds of
/// thousands of them.
final class HashedIds {
    private static final int SMALLEST = 16;

    /// Where a hash goes is nobody's to guess: whoever could choose ids that fall into one place
    /// would make everyone wait.
    private final long secret;

    private long[] slots = new long[SMALLEST];
    private int size;

    /// 0 marks an empty slot, so that the hash 0 is kept apart.
    private boolean hasZero;

    /// @param secret decides where a hash is kept, and nothing else
    HashedIds(long secret) {
        this.secret = secret | 1;
    }

    boolean contains(long hash) {
        return hash == 0 ? hasZero : slots[slot(slots, hash)] == hash;
    }

    /// Whether `hash` was not there yet; it is now.
    boolean add(long hash) {
        if (hash == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int slot = slot(slots, hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    /// Where `hash` is, or would go.
    private int slot(long[] table, long hash) {
        int mask = table.length - 1;
        int slot = (int) ((hash * secret) >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        var larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                larger[slot(larger, hash)] = hash;
            }
        }
        slots = larger;
    }
}
