package tocsin.ingest.samples;

import tocsin.ingest.input.Fields;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads what a sample says: counts, a gauge, a state or a histogram, told apart by their fields.
final class MeasuredReader {
    /// Fields of each kind, its own first.
    static final Map<String, List<String>> KINDS =
            Map.of(
                    "counts", List.of("good", "total"),
                    "gauge", List.of("value", "limit"),
                    "state", List.of("up", "reason"),
                    "histogram", List.of("bounds", "counts"),
                    "exponential histogram", List.of("scale", "offset", "buckets", "zeros"));

    static final long MAX_EVENTS = 1_000_000_000_000L;
    private static final double MAX_VALUE = 1e15;
    private static final int MAX_UTILISATION = 1_000;
    private static final int MAX_REASON = 100;

    private final Fields fields;

    private MeasuredReader(Fields fields) {
        this.fields = fields;
    }

    /// Nothing where there is a problem, which is noted.
    static Optional<Measured> read(Fields fields) {
        var named =
                KINDS.entrySet().stream()
                        .filter(kind -> kind.getValue().stream().anyMatch(fields::has))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
        if (named.size() > 1) {
            fields.problem(
                    KINDS.getOrDefault(named.getLast(), List.of()).getFirst(),
                    "stands beside fields of another kind: " + String.join(", ", named),
                    "counts, a gauge, a state or a histogram in one entry");
            return Optional.empty();
        }
        var reader = new MeasuredReader(fields);
        return switch (named.isEmpty() ? "counts" : named.getFirst()) {
            case "gauge" -> reader.gauge();
            case "state" -> reader.state();
            case "histogram" -> HistogramReader.explicit(fields);
            case "exponential histogram" -> HistogramReader.exponential(fields);
            default -> reader.counts();
        };
    }

    private Optional<Measured> counts() {
        var good = fields.whole("good", 0, MAX_EVENTS);
        var total = fields.whole("total", 0, MAX_EVENTS);
        checkRatio(good, total);
        return good.isPresent() && total.isPresent()
                ? Optional.of(new Measured.Counts(good.getAsLong(), total.getAsLong()))
                : Optional.empty();
    }

    private void checkRatio(OptionalLong good, OptionalLong total) {
        if (good.isPresent() && total.isPresent() && good.getAsLong() > total.getAsLong()) {
            fields.problem(
                    "good",
                    "is %d of %d".formatted(good.getAsLong(), total.getAsLong()),
                    "at most total");
        }
    }

    private Optional<Measured> gauge() {
        double value = fields.number("value", 0, MAX_VALUE).orElse(0);
        double limit = fields.has("limit") ? fields.number("limit", 0, MAX_VALUE).orElse(1) : 1;
        if (limit == 0) {
            fields.problem("limit", "is 0", "what there is in all, above 0");
        } else if (fields.has("limit") && value / limit > MAX_UTILISATION) {
            fields.problem(
                    "value",
                    "is more than %d times the limit".formatted(MAX_UTILISATION),
                    "value and limit in the same unit");
        }
        return Optional.of(new Measured.Gauge(value, limit));
    }

    private Optional<Measured> state() {
        boolean up = fields.flag("up").orElse(true);
        var reason = fields.optionalText("reason", MAX_REASON).orElse("");
        return Optional.of(new Measured.State(up, reason));
    }
}
