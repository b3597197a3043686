package tocsin.detector.window;

import java.util.Random;

/// A seeded random history of one series: in order, late, with gaps, idle hours and long jumps, in
/// intervals that respect no bucket.
public final class History {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] LENGTHS = {SECOND, 10 * SECOND, MINUTE, 30 * MINUTE};
    private static final long[] DELAYS = {5 * SECOND, 3 * MINUTE, 2 * HOUR, 20 * HOUR, 5 * DAY};
    private static final long[] GAPS = {30 * SECOND, 20 * MINUTE, 5 * HOUR, 4 * DAY};

    private final Random random;
    private long now;

    public History(long seed) {
        random = new Random(seed);
        now = 1_767_603_600_000L + random.nextInt(3_600_000);
    }

    /// The next interval with its events.
    public Delta next() {
        long length =
                random.nextInt(4) == 0
                        ? 1 + random.nextInt(95_000)
                        : LENGTHS[random.nextInt(LENGTHS.length)];
        int total = random.nextInt(40);
        int bad = random.nextInt(total + 1);
        if (random.nextInt(6) == 0) {
            long end = now - random.nextLong(DELAYS[random.nextInt(DELAYS.length)]);
            return new Delta(end - length, end, bad, total);
        }
        if (random.nextInt(25) == 0) {
            now += random.nextLong(GAPS[random.nextInt(GAPS.length)]);
        }
        if (random.nextInt(400) == 0) {
            now += 40 * DAY;
        }
        now += length;
        return new Delta(now - length, now, bad, total);
    }
}
