package tocsin.detector.slo;

import tocsin.detector.window.WindowSum;

import java.math.BigInteger;

/// What was counted of a compliance period up to a time.
///
/// @param begin when the period began, epoch milliseconds
/// @param length of the whole period, in milliseconds
/// @param covered milliseconds of it that were counted
record PeriodCount(WindowSum sum, long begin, long length, long covered) {
    private static final long WHOLE = 1_000_000_000L;

    PeriodCount {
        covered = Math.clamp(covered, 1, length);
    }

    /// Whether so many thousandths of the budget are spent. What a period allows is scaled up from
    /// the events seen while they do not cover it.
    ///
    /// @param budgetPpb the error budget in parts per billion of all events
    boolean hasSpent(long permille, long budgetPpb) {
        if (sum.bad() == 0) {
            return false;
        }
        var spent =
                BigInteger.valueOf(sum.bad())
                        .multiply(BigInteger.valueOf(covered))
                        .multiply(BigInteger.valueOf(WHOLE * 1_000));
        var allowed =
                BigInteger.valueOf(sum.total())
                        .multiply(BigInteger.valueOf(length))
                        .multiply(BigInteger.valueOf(budgetPpb * permille));
        return spent.compareTo(allowed) >= 0;
    }

    /// Share of the period that was counted, 0 to 1.
    double coverage() {
        return (double) covered / length;
    }

    /// Bad events that the whole period allows, at the traffic seen so far.
    double allowedBad(long budgetPpb) {
        return budgetPpb / (double) WHOLE * sum.totalEvents() / coverage();
    }
}
