package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;
import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;

/// A service level objective: the share of events that must be good over a rolling period.
///
/// @param name of the document
/// @param service whose objective it is
/// @param sli the indicator: samples with this name count
/// @param target as written, such as `0.999`
/// @param budgetPpb the error budget, 1 - target, in parts per billion
/// @param goodCounted whether the indicator counts good events beside all, instead of bad ones
/// @param periodMillis length of the rolling compliance period in milliseconds
/// @param queries its counters where Prometheus has them
public record Slo(
        String name,
        String service,
        String sli,
        String target,
        long budgetPpb,
        boolean goodCounted,
        long periodMillis,
        BurnPolicy policy,
        Queries queries) {
    private static final long WHOLE = 1_000_000_000L;

    /// One whose events no Prometheus has.
    public Slo(
            String name,
            String service,
            String sli,
            String target,
            long budgetPpb,
            boolean goodCounted,
            long periodMillis,
            BurnPolicy policy) {
        this(
                name,
                service,
                sli,
                target,
                budgetPpb,
                goodCounted,
                periodMillis,
                policy,
                Queries.NONE);
    }

    public Slo {
        requireBudget(target, budgetPpb);
        requirePeriod(periodMillis);
        for (var pair : policy.pairs()) {
            requirePossible(pair, target, budgetPpb, periodMillis);
        }
    }

    /// @throws IllegalArgumentException when the target leaves no budget, or nothing but budget
    static void requireBudget(String target, long budgetPpb) {
        if (budgetPpb < 1 || budgetPpb >= WHOLE) {
            throw new IllegalArgumentException(
                    "target " + target + ": must lie between 0 and 1, both excluded");
        }
    }

    /// @throws IllegalArgumentException when no ring holds the period
    static void requirePeriod(long periodMillis) {
        if (periodMillis < 3_600_000 || periodMillis > Ring.LONGEST_WINDOW) {
            throw new IllegalArgumentException(
                    "a period must lie between 1 hour and 31 days, not " + text(periodMillis));
        }
    }

    /// @throws IllegalArgumentException when the pair could never fire
    static void requirePossible(BurnPair pair, String target, long budgetPpb, long periodMillis) {
        if (pair.longMillis() > periodMillis) {
            throw new IllegalArgumentException(
                    "%s: the long window (%s) is longer than the period (%s)"
                            .formatted(pair.name(), text(pair.longMillis()), text(periodMillis)));
        }
        if (Math.multiplyExact(pair.factorMilli(), budgetPpb) >= WHOLE * 1000) {
            throw new IllegalArgumentException(
                    "%s can never fire: a burn rate of %s is above %s, the most that a target of %s allows"
                            .formatted(
                                    pair.name(),
                                    pair.factorMilli() / 1000.0,
                                    BigDecimal.valueOf(WHOLE)
                                            .divide(
                                                    BigDecimal.valueOf(budgetPpb),
                                                    2,
                                                    RoundingMode.DOWN)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    target));
        }
    }

    private static String text(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }

    /// Whether so many thousandths of the period's budget are spent at `time`. What a period allows
    /// is scaled up from the events seen while history does not cover it.
    boolean hasSpent(long permille, Ring ring, long time) {
        var sum = ring.sum(periodMillis, time);
        if (sum.bad() == 0) {
            return false;
        }
        long covered = covered(ring, time);
        var spent =
                BigInteger.valueOf(sum.bad())
                        .multiply(BigInteger.valueOf(covered))
                        .multiply(BigInteger.valueOf(WHOLE * 1_000));
        var allowed =
                BigInteger.valueOf(sum.total())
                        .multiply(BigInteger.valueOf(periodMillis))
                        .multiply(BigInteger.valueOf(budgetPpb * permille));
        return spent.compareTo(allowed) >= 0;
    }

    /// Share of the period that history covers, above 0 and at most 1.
    double coverage(Ring ring, long time) {
        return (double) covered(ring, time) / periodMillis;
    }

    private long covered(Ring ring, long time) {
        return Math.clamp(time - ring.first(), 1, periodMillis);
    }

    /// The burn rate of a window: 1 = the budget is gone exactly at the period's end.
    double burnRate(WindowSum sum) {
        return sum.errorRatio() * WHOLE / budgetPpb;
    }
}
