package tocsin.detector.rule;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

/// What a window must hold before anything is said of it: one failure of a quiet hour is above any
/// share.
///
/// @param minBad at least so many bad
/// @param minTotal at least so many in all
/// @param whole history must reach back to the start of the window: of ten minutes nothing is known
///   after one
/// @param test whether so many bad ones are more than chance, at the threshold
public record Guards(long minBad, long minTotal, boolean whole, Binomial test) {
    /// Says something of anything.
    public static final Guards NONE = new Guards(0, 0);

    public Guards(long minBad, long minTotal) {
        this(minBad, minTotal, false, Binomial.OFF);
    }

    /// The same with a test.
    Guards testing(Binomial chance) {
        return new Guards(minBad, minTotal, whole, chance);
    }

    boolean pass(WindowSum sum, long window, Ring ring) {
        return (!whole || ring.last() - window >= ring.first())
                && sum.bad() >= minBad * sum.scale()
                && sum.total() >= minTotal * sum.scale()
                && test.passes(bad(sum), total(sum));
    }

    /// What they found.
    Guarded found(WindowSum sum, long window, Ring ring) {
        return new Guarded(
                minBad,
                minTotal,
                whole,
                0,
                0,
                test.alpha(),
                bad(sum),
                total(sum),
                test.pValue(bad(sum), total(sum)),
                pass(sum, window, ring));
    }

    private static long bad(WindowSum sum) {
        return Math.floorDiv(sum.bad(), sum.scale());
    }

    private static long total(WindowSum sum) {
        return Math.ceilDiv(sum.total(), sum.scale());
    }
}
