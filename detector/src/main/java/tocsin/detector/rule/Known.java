package tocsin.detector.rule;

import tocsin.detector.baseline.Baseline;
import tocsin.detector.baseline.Learned;
import tocsin.detector.baseline.Sizes;
import tocsin.detector.window.Ring;

import java.util.Optional;

/// All that a series knows, as conditions look at it: what was counted, what a gauge has said last,
/// how the newest checks went, and what is usual.
public final class Known {
    private static final long MINUTE = 60_000;

    private final Ring ring;
    private Optional<Learned> learned = Optional.empty();
    private Latest latest = Latest.NONE;
    private Streak streak = Streak.NONE;

    Known(Ring ring) {
        this.ring = ring;
    }

    Ring ring() {
        return ring;
    }

    /// What is usual, where the rule asks for that.
    public Optional<Learned> learned() {
        return learned;
    }

    /// What a gauge has said last, where the rule asks for that.
    public Latest latest() {
        return latest;
    }

    /// How the newest checks went.
    public Streak streak() {
        return streak;
    }

    /// Puts back what was learned.
    public void restore(Learned stored) {
        learned = Optional.of(stored);
    }

    /// Puts back what a gauge has said last.
    public void restore(Latest stored) {
        latest = stored;
    }

    /// Puts back how the newest checks went.
    public void restore(Streak stored) {
        streak = stored;
    }

    /// Whether something was learned that is not stored yet.
    public boolean hasLearned() {
        return learned.isPresent() && learned.get().isChanged();
    }

    /// The sizes of the events of `(start, end]`, beside their count.
    public void sized(long start, long end, Sizes sizes) {
        if (learned.isPresent() && sizes != Sizes.NONE) {
            learned.get().sizes().add(start, end, sizes);
        }
    }

    /// What a check has found; one that comes late changes no order.
    public void found(long at, boolean bad) {
        streak = at >= ring.last() ? streak.then(bad) : streak;
    }

    /// A gauge has said something.
    public void said(long at, double value, double limit) {
        latest = latest.heard(at, value, limit);
    }

    void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        learned.ifPresent(known -> known.heard(ring.last(), start));
        ring.add(start, end, bad, total, onClosed);
    }

    /// Begins to learn what `rule` compares with, unless that is learned already.
    void learnFor(Rule rule) {
        var about = rule.learns();
        if (!learned.map(Learned::about).orElse("").equals(about)) {
            learned =
                    about.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Learned(about, ring.first()));
        }
    }

    /// Notes the value of the newest minute, unless that is known.
    void learn(Rule rule, long watermark) {
        long minute = Math.floorDiv(Math.min(watermark, ring.last()), MINUTE);
        if (learned.isPresent() && minute > learned.get().baseline().noted()) {
            rule.value(this, minute * MINUTE)
                    .ifPresent(value -> learned.get().note(new Baseline.Noted(minute, value)));
        }
    }
}
