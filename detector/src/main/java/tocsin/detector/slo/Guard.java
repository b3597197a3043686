package tocsin.detector.slo;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.WindowSum;

/// What must be counted in a window before its error ratio says anything. The tests are one-sided
/// and only ever ask for more bad events: a good one more makes no guard pass.
///
/// @param minBad bad events at least
/// @param minTotal events at least
/// @param alpha how likely it may be that a service whose true error ratio is only the threshold
///   looks as bad by chance; 1 asks for nothing
public record Guard(long minBad, long minTotal, double alpha) {
    /// Asks for nothing but something bad.
    static final Guard NONE = new Guard(1, 0, 1);

    /// That of a policy that says nothing of it.
    public static final Guard USUAL = new Guard(2, 0, 0.01);

    public Guard {
        if (minBad < 1 || minTotal < 0) {
            throw new IllegalArgumentException(
                    "a guard of %d bad events of %d: 1 of 0 is the least"
                            .formatted(minBad, minTotal));
        }
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "alpha is %s; it lies above 0, and 1 switches the test off".formatted(alpha));
        }
    }

    /// What a guard found.
    ///
    /// @param bad whole bad events of the window
    /// @param total events of the window, the last one begun counted whole
    /// @param pValue see [Binomial#pValue]
    public record Finding(long bad, long total, double pValue, boolean passed) {}

    /// Whether a window says anything.
    boolean passes(WindowSum sum, Binomial test) {
        long bad = bad(sum);
        long total = total(sum);
        return bad >= minBad && total >= minTotal && test.passes(bad, total);
    }

    /// The same with what it was found from.
    Finding finding(WindowSum sum, Binomial test) {
        return new Finding(
                bad(sum), total(sum), test.pValue(bad(sum), total(sum)), passes(sum, test));
    }

    /// Of a bucket that the window cuts nothing is counted in favour of a page.
    private static long bad(WindowSum sum) {
        return Math.floorDiv(sum.bad(), sum.scale());
    }

    private static long total(WindowSum sum) {
        return Math.ceilDiv(sum.total(), sum.scale());
    }
}
