package tocsin.detector.rule;

import tocsin.detector.baseline.SizeRing;
import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Reads a condition that compares a value with what is usual.
final class BaselineReader {
    private static final String ABOVE = "aboveBaseline";
    private static final List<String> COMPARISONS = List.of(ABOVE, "belowBaseline");
    private static final long HOUR = 3_600_000;
    private static final long ONE = 1_000;
    private static final long MOST = 1_000 * ONE;

    private BaselineReader() {}

    /// Refuses what is read here where there is nothing to compare with.
    static void refuse(Field condition) {
        for (var word : COMPARISONS) {
            if (condition.get(word).present()) {
                throw condition
                        .get(word)
                        .wrong("only a measure of rate or percentile has a baseline");
            }
        }
    }

    static Condition read(Field condition, Valued measure, UsualGuards guards) {
        long longest = measure instanceof Measure.Rate ? HOUR : SizeRing.LONGEST_WINDOW;
        long window = ConditionReader.window(condition.get("over"), longest);
        var named = COMPARISONS.stream().filter(word -> condition.get(word).present()).toList();
        if (named.size() != 1) {
            throw condition.wrong("needs one of " + String.join(" and ", COMPARISONS));
        }
        boolean above = named.getFirst().equals(ABOVE);
        var threshold = condition.get(named.getFirst());
        long factor = milli(threshold);
        if (above ? factor <= ONE || factor > MOST : factor < 1 || factor >= ONE) {
            throw threshold.wrong(
                    above ? "must lie above 1, and be 1000 at most" : "must lie between 0 and 1");
        }
        return new Unusual(
                measure,
                window,
                above,
                factor,
                clear(condition.get("clear"), above, factor),
                floor(condition.get("floor"), above),
                guards);
    }

    /// Where it is over: nine tenths of the way up, or as much further for a value that is low.
    private static long clear(Field clear, boolean above, long factor) {
        if (!clear.present()) {
            return above ? factor * 9 / 10 : Math.ceilDiv(factor * 10, 9);
        }
        long milli = milli(clear);
        if (above ? milli > factor || milli < 1 : milli < factor || milli > MOST) {
            throw clear.wrong(
                    "must not be %s the threshold, or it would be over while it holds"
                            .formatted(above ? "above" : "below"));
        }
        return milli;
    }

    private static double floor(Field floor, boolean above) {
        if (!floor.present()) {
            return 0;
        }
        double read = floor.number().doubleValue();
        if (!above) {
            throw floor.wrong("is only for aboveBaseline");
        }
        if (read < 0 || read > 1e9) {
            throw floor.wrong("must lie between 0 and 1000000000");
        }
        return read;
    }

    private static long milli(Field factor) {
        var number = factor.number();
        if (number.abs().compareTo(BigDecimal.valueOf(MOST)) > 0) {
            throw factor.wrong("no factor is " + number);
        }
        return number.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
