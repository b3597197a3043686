package tocsin.detector.baseline;

/// What a series knows beside its counts: what is usual, the sizes of the newest events, and since
/// when it was heard without a gap.
///
/// @see Baseline
public final class Learned {
    /// A longer silence, in milliseconds, is a gap: what is counted in a window across it is not
    /// comparable with what is usual.
    private static final long GAP = 60_000;

    private final String about;
    private final Baseline baseline = new Baseline();
    private final SizeRing sizes = new SizeRing();
    private long steadySince;
    private boolean changed = true;

    /// @param about what is measured: of another measure nothing of this holds
    /// @param steadySince epoch milliseconds since which it was heard without a gap
    public Learned(String about, long steadySince) {
        this.about = about;
        this.steadySince = steadySince;
    }

    /// What is measured.
    public String about() {
        return about;
    }

    public Baseline baseline() {
        return baseline;
    }

    public SizeRing sizes() {
        return sizes;
    }

    /// Epoch milliseconds since which it was heard without a gap.
    public long steadySince() {
        return steadySince;
    }

    /// It is heard from `start` on, having been heard until `last`; the least number there is for
    /// never.
    public void heard(long last, long start) {
        if (last < start - GAP) {
            steadySince = start;
            changed = true;
        }
    }

    /// Notes the value at a minute.
    public void note(Baseline.Noted noted) {
        baseline.note(noted);
        changed = true;
    }

    /// Whether anything has changed that is not stored with every bucket.
    public boolean isChanged() {
        return changed || sizes.isChanged();
    }

    /// Whether minutes, hours or gaps have changed since this was asked the last time.
    public boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
