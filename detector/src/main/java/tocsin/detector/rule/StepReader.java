package tocsin.detector.rule;

import tocsin.runtime.definitions.Field;

import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Reads the steps of a rule that looks at what a gauge has said last.
final class StepReader {
    private static final List<String> WORDS = List.of("within", "spent");
    private static final long MINUTE = 60_000;
    private static final long YEAR = 366L * 86_400_000;

    private StepReader() {}

    /// Refuses what is read here where there are no steps.
    static void refuse(Field condition) {
        for (var word : WORDS) {
            if (condition.get(word).present()) {
                throw condition
                        .get(word)
                        .wrong("is only for a measure of expiry, or of monthToDate");
            }
        }
    }

    static Condition read(Field condition, Measure measure) {
        var facet = condition.get("class").optional().map(one -> one.oneOf(Rule.CLASSES));
        return measure instanceof Measure.Expiry
                ? new Step.Expires(within(condition.get("within")), facet)
                : new Step.Spent(ppb(condition.get("spent")), facet);
    }

    private static long within(Field within) {
        long millis = within.duration().toMillis();
        if (millis < MINUTE || millis > YEAR) {
            throw within.wrong("must lie between 1m and 366d");
        }
        return millis;
    }

    private static long ppb(Field spent) {
        double part = spent.number().doubleValue();
        if (!(part > 0 && part <= 1_000)) {
            throw spent.wrong("must lie above 0, 1 being all of it, and be 1000 at most");
        }
        return spent.number().movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /// Refuses steps that do not rise: the last one reached is the one in force.
    static void requireRising(Field when, List<Condition> steps) {
        Optional<Step> before = Optional.empty();
        for (var condition : steps) {
            if (condition instanceof Step step) {
                if (before.filter(one -> !rises(one, step)).isPresent()) {
                    throw when.wrong("the steps must rise; the last one reached is in force");
                }
                before = Optional.of(step);
            }
        }
    }

    private static boolean rises(Step from, Step to) {
        return switch (to) {
            case Step.Expires(long within, _) ->
                    from instanceof Step.Expires before && before.within() > within;
            case Step.Spent(long ppb, _) -> from instanceof Step.Spent before && before.ppb() < ppb;
        };
    }
}
