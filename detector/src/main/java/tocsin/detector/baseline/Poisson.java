package tocsin.detector.baseline;

/// Tells whether so few events are less than chance. Of 4 expected events none comes in one of
/// fifty such windows.
public final class Poisson {
    /// Up to here factorials are multiplied out; beyond, Stirling's series is exact to 1e-9.
    private static final long SMALL = 20;

    private Poisson() {}

    /// How likely it is that no more than `count` events come where `mean` are expected. The same
    /// bits on every machine.
    public static double atMost(long count, double mean) {
        if (mean <= 0) {
            return 1;
        }
        if (count >= mean + 10 * StrictMath.sqrt(mean) + 10) {
            return 1;
        }
        double term = StrictMath.exp(count * StrictMath.log(mean) - mean - logFactorial(count));
        double sum = 0;
        for (long i = count; i >= 0 && term > sum * 1e-17; i--) {
            sum += term;
            term *= i / mean;
        }
        return Math.min(sum, 1);
    }

    private static double logFactorial(long n) {
        if (n <= SMALL) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return StrictMath.log(product);
        }
        double x = (double) n;
        return x * StrictMath.log(x)
                - x
                + StrictMath.log(2 * Math.PI * x) / 2
                + 1 / (12 * x)
                - 1 / (360 * x * x * x);
    }
}
