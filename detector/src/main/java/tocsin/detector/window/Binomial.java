package tocsin.detector.window;

import org.jspecify.annotations.Nullable;

/// Tells whether so many bad events are more than chance. Three bad events of forty are 7.5 %, but
/// a service with an error ratio of 1.44 %, the threshold of a fast page, shows three or more of
/// forty in one of fifty such hours.
///
/// With more traffic the ratio speaks for itself. As many events are tested as hold [#LARGE] bad
/// ones at the threshold; of any number above that no more is asked, so what is asked never jumps
/// when an event is counted. Exact up to rounding, in the same bits on every machine.
public final class Binomial {
    /// Asks for nothing.
    public static final Binomial OFF = new Binomial(0.5, 1);

    /// Where counts at the threshold are no small numbers any more.
    private static final double LARGE = 15;

    private final double ratio;
    private final double alpha;
    private final long most;

    /// So many bad events are enough whatever the traffic.
    private final long enough;

    /// @param ratio the error ratio to be exceeded, above 0 and below 1
    /// @param alpha how likely it may be that so many are chance; 1 asks for nothing
    public Binomial(double ratio, double alpha) {
        this.ratio = ratio;
        this.alpha = alpha;
        most = (long) Math.ceil(LARGE / ratio);
        enough = alpha < 1 ? needed(most) : 0;
    }

    /// How likely it may be that so many are chance; 1 where nothing is tested.
    public double alpha() {
        return alpha;
    }

    /// How likely `bad` or more of `total` are if the true error ratio is the threshold; of `total`
    /// no more are looked at than are tested. 1 where nothing is tested.
    public double pValue(long bad, long total) {
        return bad > 0 && alpha < 1 ? atLeast(bad, tested(total)) : 1;
    }

    public boolean passes(long bad, long total) {
        return bad >= enough || pValue(bad, total) < alpha;
    }

    /// The fewest bad events of `total` that pass.
    public long needed(long total) {
        long bad = 1;
        while (pValue(bad, total) >= alpha) {
            bad++;
        }
        return bad;
    }

    private long tested(long total) {
        return Math.min(total, most);
    }

    /// The upper tail of the binomial distribution, added up term by term.
    private double atLeast(long bad, long total) {
        double term = StrictMath.exp(total * StrictMath.log1p(-ratio));
        double odds = ratio / (1 - ratio);
        double sum = 0;
        for (long i = 1; i <= total; i++) {
            term *= odds * (total - i + 1) / i;
            if (i >= bad) {
                sum += term;
            }
            if (i > total * ratio && term <= sum * 1e-17) {
                break;
            }
        }
        return Math.min(sum, 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Binomial that && ratio == that.ratio && alpha == that.alpha;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(ratio) * 31 + Double.hashCode(alpha);
    }
}
