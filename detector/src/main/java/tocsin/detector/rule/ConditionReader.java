package tocsin.detector.rule;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.DurationText;
import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// Reads one condition of a rule: a window, a threshold, and below what it is over.
final class ConditionReader {
    private static final int MOST_IN_A_ROW = 1_000;
    private static final long SHORTEST = 10_000;
    private static final long MOST = 1_000_000_000_000L;
    private static final List<String> COMPARISONS = List.of("above", "atLeast", "bad");

    private ConditionReader() {}

    static Condition read(Field condition, Measure measure, AskedGuards guards) {
        if (measure.ofLatest()) {
            return StepReader.read(condition, measure);
        }
        StepReader.refuse(condition);
        return measure instanceof Valued valued
                ? BaselineReader.read(condition, valued, guards.usual())
                : counted(condition, measure, guards);
    }

    private static Condition counted(Field condition, Measure measure, AskedGuards asked) {
        if (condition.get("inARow").present()) {
            return inARow(condition, measure);
        }
        BaselineReader.refuse(condition);
        long window = window(condition.get("over"), Ring.LONGEST_WINDOW);
        var guards = guards(window, measure, asked.counted());
        var named = COMPARISONS.stream().filter(word -> condition.get(word).present()).toList();
        if (named.size() != 1) {
            throw condition.wrong("needs one of above, atLeast and bad");
        }
        var threshold = condition.get(named.getFirst());
        var clear = condition.get("clear");
        if (!named.getFirst().equals("bad")) {
            return share(
                    window,
                    threshold,
                    clear,
                    guards,
                    asked.alpha(),
                    measure instanceof Measure.Mean);
        }
        if (measure.ofTime()) {
            throw threshold.wrong("counts events, and of gauges time is counted; write a share");
        }
        return count(window, threshold, clear, guards);
    }

    private static Condition inARow(Field condition, Measure measure) {
        var named = condition.get("inARow");
        if (!(measure instanceof Measure.Down)) {
            throw named.wrong("is only for a measure of down or reasons");
        }
        if (condition.keys().size() > 1) {
            throw condition.wrong("has inARow, and nothing goes with that");
        }
        int count = named.integer();
        if (count < 1 || count > MOST_IN_A_ROW) {
            throw named.wrong("must lie between 1 and " + MOST_IN_A_ROW);
        }
        return new InARow(count);
    }

    static long window(Field over, long longest) {
        long millis = over.duration().toMillis();
        if (millis < SHORTEST || millis > longest) {
            throw over.wrong(
                    "a window must lie between 10s and %s, not %s"
                            .formatted(
                                    DurationText.of(Duration.ofMillis(longest)),
                                    DurationText.of(Duration.ofMillis(millis))));
        }
        return millis;
    }

    /// Gauges must have covered half of the window at least.
    private static Guards guards(long window, Measure measure, Guards asked) {
        return measure.ofTime()
                ? new Guards(0, measure.covered(window) / 2, true, Binomial.OFF)
                : asked;
    }

    /// @param unbounded more than all is possible: of a limit that is none
    private static Condition share(
            long window,
            Field threshold,
            Field clear,
            Guards guards,
            double alpha,
            boolean unbounded) {
        boolean reached = threshold.key().equals("atLeast");
        long ppb = ppb(threshold);
        long most = unbounded ? Long.MAX_VALUE : reached ? 1_000_000_000 : 999_999_999;
        if (ppb < 1 || ppb > most) {
            throw threshold.wrong(
                    "a share lies between 0 and 1, and nothing is more than all: %s would %s fire"
                            .formatted(
                                    threshold.number().toPlainString(),
                                    ppb <= 0 ? "always" : "never"));
        }
        long clearPpb = clear.present() ? ppb(clear) : ppb * 9 / 10;
        requireBelow(clear, clearPpb > ppb || (reached && clearPpb == ppb), threshold);
        return new Condition.Share(
                window,
                ppb,
                reached,
                clearPpb,
                alpha < 1 && ppb < 1_000_000_000
                        ? guards.testing(new Binomial(ppb / 1e9, alpha))
                        : guards);
    }

    private static Condition count(long window, Field threshold, Field clear, Guards guards) {
        long least = whole(threshold);
        long clearBelow = clear.present() ? whole(clear) : Math.ceilDiv(least * 9, 10);
        requireBelow(clear, clearBelow > least, threshold);
        return new Condition.Count(window, least, clearBelow, guards);
    }

    private static void requireBelow(Field clear, boolean above, Field threshold) {
        if (clear.present() && above) {
            throw clear.wrong(
                    "must not be above the threshold of %s, or it would be over while it holds"
                            .formatted(threshold.number().toPlainString()));
        }
    }

    /// A count from 1.
    static long whole(Field count) {
        var number = count.number();
        long whole = count.reading(number::longValueExact);
        if (whole < 1 || whole > MOST) {
            throw count.wrong("must lie between 1 and " + MOST);
        }
        return whole;
    }

    private static long ppb(Field share) {
        var number = share.number();
        if (number.abs().compareTo(BigDecimal.valueOf(1_000)) > 0) {
            throw share.wrong("no share is " + number);
        }
        return number.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
