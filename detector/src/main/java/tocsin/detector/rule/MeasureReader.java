package tocsin.detector.rule;

import static java.util.stream.Collectors.toUnmodifiableSet;

import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/// Reads how samples become bad ones of all: one word of `measure`, or events where there is none.
final class MeasureReader {
    private static final List<String> WORDS =
            List.of(
                    "timeAbove",
                    "mean",
                    "down",
                    "reasons",
                    "eventsAbove",
                    "rate",
                    "percentile",
                    "expiry",
                    "monthToDate");
    private static final List<String> UNITS = List.of("epochSeconds", "daysLeft");
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    private MeasureReader() {}

    static Measure read(Field measure) {
        if (!measure.present()) {
            return new Measure.Events();
        }
        var _ = measure.keys();
        var named = WORDS.stream().filter(word -> measure.get(word).present()).toList();
        if (named.size() != 1) {
            throw measure.wrong("needs one of " + String.join(", ", WORDS));
        }
        var word = measure.get(named.getFirst());
        return switch (named.getFirst()) {
            case "timeAbove" -> new Measure.TimeAbove(size(word));
            case "mean" -> on(word, new Measure.Mean());
            case "down" -> on(word, new Measure.Down(Set.of()));
            case "reasons" -> new Measure.Down(reasons(word));
            case "expiry" -> new Measure.Expiry(word.oneOf(UNITS).equals("daysLeft"));
            case "monthToDate" -> on(word, new Measure.MonthToDate());
            case "rate" -> on(word, new Measure.Rate());
            case "percentile" -> new Measure.Percentile(permille(word));
            default -> new Measure.EventsAbove(size(word));
        };
    }

    private static Measure on(Field word, Measure measure) {
        if (!word.flag()) {
            throw word.wrong("is false; leave it out");
        }
        return measure;
    }

    private static Set<String> reasons(Field reasons) {
        var read = reasons.items().stream().map(Field::text).collect(toUnmodifiableSet());
        if (read.isEmpty()) {
            throw reasons.wrong("is empty; write down: true for any reason");
        }
        return read;
    }

    private static int permille(Field percentile) {
        var permille = percentile.number().movePointRight(1);
        int whole = percentile.reading(permille::intValueExact);
        if (whole < 1 || whole > 999) {
            throw percentile.wrong("must lie between 0 and 100, such as 99 or 99.9");
        }
        return whole;
    }

    private static double size(Field size) {
        var number = size.number();
        if (number.signum() < 0 || number.compareTo(MOST) > 0) {
            throw size.wrong("must lie between 0 and " + MOST.toPlainString());
        }
        return number.doubleValue();
    }
}
