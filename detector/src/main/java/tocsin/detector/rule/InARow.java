package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.Optional;

/// So many checks have failed one after the other; it is over once as many have succeeded.
record InARow(int count) implements Condition {
    /// What was said last counts for ten of these, in milliseconds.
    private static final long MINUTE = 60_000;

    @Override
    public long window() {
        return MINUTE;
    }

    @Override
    public boolean holds(Known known, long watermark) {
        return known.streak().bad()
                && known.streak().length() >= count
                && !Spans.forgotten(known.ring(), MINUTE, watermark);
    }

    @Override
    public boolean clear(Known known, long watermark) {
        return (!known.streak().bad() && known.streak().length() >= count)
                || Spans.forgotten(known.ring(), MINUTE, watermark);
    }

    /// Nothing foretells it.
    @Override
    public Calm calm(Ring ring) {
        return Calm.NONE;
    }

    @Override
    public long end(Ring ring, long watermark) {
        return ring.last();
    }

    /// Checks that failed in a row; fewer than none where they succeeded.
    @Override
    public Compared compared(Known known, long watermark) {
        var streak = known.streak();
        return new Compared(
                "inARow",
                streak.bad() ? streak.length() : -streak.length(),
                count,
                -count,
                0,
                known.ring().last());
    }

    @Override
    public RuleChange.Window window(Measure measure, Known known, long watermark) {
        var streak = known.streak();
        return new RuleChange.Window(
                compared(known, watermark),
                holds(known, watermark),
                0,
                Guarded.NONE,
                new WindowSum(0, 0, 1),
                streak.bad() ? (double) streak.length() / count : 0,
                "%,d checks in a row %s"
                        .formatted(streak.length(), streak.bad() ? "failed" : "succeeded"),
                "%d or more".formatted(count),
                Optional.empty());
    }

    @Override
    public String threshold() {
        return "inARow " + count;
    }
}
