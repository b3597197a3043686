package tocsin.ingest.prometheus;

import java.time.Instant;

/// One sample of a series. The value is kept as its 64 bits: the staleness marker is a NaN that
/// differs from others in its bits alone.
public record Reading(long valueBits, long timestampMillis) {
    /// What Prometheus writes when a series ends.
    public static final long STALE = 0x7ff0000000000002L;

    public boolean stale() {
        return valueBits == STALE;
    }

    public double value() {
        return Double.longBitsToDouble(valueBits);
    }

    public Instant at() {
        return Instant.ofEpochMilli(timestampMillis);
    }
}
