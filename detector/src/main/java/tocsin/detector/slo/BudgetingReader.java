package tocsin.detector.slo;

import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the budgeting method of an SLO.
final class BudgetingReader {
    private static final List<String> METHODS =
            List.of("Occurrences", "Timeslices", "RatioTimeslices");

    /// Says what a time slice is in which nothing happened.
    static final String EMPTY_SLICES = "tocsin.dev/empty-slices";

    private static final List<String> EMPTY = List.of("good", "bad", "exclude");

    private BudgetingReader() {}

    /// What the budget of an SLO is counted in.
    static Budgeting read(Document slo) {
        var spec = Field.of(slo).get("spec");
        var method = spec.get("budgetingMethod").oneOf(METHODS);
        var annotations = Field.of(slo).get("metadata").get("annotations");
        var objective = spec.get("objectives").items().stream().findFirst();
        var window = objective.map(one -> one.get("timeSliceWindow"));
        var target = objective.map(one -> one.get("timeSliceTarget"));
        if (method.equals("Occurrences")) {
            Stream.of(window, target, Optional.of(annotations.get(EMPTY_SLICES)))
                    .flatMap(Optional::stream)
                    .filter(Field::present)
                    .findFirst()
                    .ifPresent(odd -> {
                        throw odd.wrong("belongs to budgets of time slices");
                    });
            return Budgeting.OCCURRENCES;
        }
        if (window.isEmpty() || target.isEmpty()) {
            throw spec.get("objectives").wrong("has no entries; one is needed");
        }
        for (var guard : GuardReader.ANNOTATIONS) {
            if (annotations.get(guard).present()) {
                throw annotations
                        .get(guard)
                        .wrong("guards count events, and time slices are counted");
            }
        }
        boolean ratio = method.equals("RatioTimeslices");
        if (ratio && target.get().present()) {
            throw target.get().wrong("belongs to Timeslices: here each slice has its own ratio");
        }
        long millis = window.get().isText() ? millis(window.get()) : minutes(window.get());
        long targetPpb = ratio ? 0 : sliceTarget(objective.get());
        var empty =
                annotations
                        .get(EMPTY_SLICES)
                        .optional()
                        .map(one -> Budgeting.Empty.valueOf(upper(one.oneOf(EMPTY))))
                        .orElse(Budgeting.Empty.EXCLUDE);
        return window.get().reading(() -> new Budgeting.Slices(millis, targetPpb, empty));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static long millis(Field duration) {
        return duration.duration().toMillis();
    }

    private static long minutes(Field number) {
        return Duration.ofMinutes(number.integer()).toMillis();
    }

    /// The share of a slice's events that must be good, in parts per billion.
    static long sliceTarget(Field objective) {
        var target = objective.get("timeSliceTarget");
        var share = target.number();
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw target.wrong("must lie above 0, and at most at 1");
        }
        return Math.max(
                1, share.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
}
