package tocsin.detector.slo;

import tocsin.runtime.definitions.DurationText;
import tocsin.schemas.identity.LabelText;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an objective asks for, in the language of Prometheus.
final class PromQl {
    private final Parts parts;
    private final Group group;
    private final String range;

    private PromQl(Slo slo, long window) {
        parts = slo.parts();
        group = slo.group();
        range = "[" + DurationText.of(Duration.ofMillis(window)) + "]";
    }

    /// PromQL that holds where the error ratio of each of these windows is above a threshold; empty
    /// where no Prometheus has the events, where slices are counted, and for what has no room in an
    /// objective that is split.
    ///
    /// @param orEqual whether the threshold itself is enough
    /// @param windows in milliseconds
    static String ratios(Slo slo, double threshold, boolean orEqual, Collection<Long> windows) {
        boolean unknown =
                slo.parts().all().stream().anyMatch(part -> part.queries().counted().isEmpty());
        if (unknown || slo.budgeting() instanceof Budgeting.Slices || slo.group().isOther()) {
            return "";
        }
        var comparison = (orEqual ? " >= " : " > ") + BigDecimal.valueOf(threshold).toPlainString();
        return windows.stream()
                .map(window -> new PromQl(slo, window).ratio() + comparison)
                .collect(Collectors.joining(" and "));
    }

    private String ratio() {
        if (parts.composite()) {
            return "(%s) / (%s)".formatted(sum(this::bad), sum(part -> all(part.queries())));
        }
        var queries = parts.all().getFirst().queries();
        var ratio = rate(queries.counted()) + " / " + rate(queries.total());
        return queries.goodCounted() ? "1 - " + ratio : ratio;
    }

    /// Of a child that is not there nothing counts, and the others do all the same.
    private String sum(Function<Part, String> term) {
        return parts.all().stream()
                .map(part ->
                        part.weight() == 1
                                ? term.apply(part)
                                : part.weight() + " * " + term.apply(part))
                .collect(Collectors.joining(" + "));
    }

    private String bad(Part part) {
        var queries = part.queries();
        var counted = "(" + rate(queries.counted()) + " or vector(0))";
        return queries.goodCounted() ? "(" + all(queries) + " - " + counted + ")" : counted;
    }

    private String all(Queries queries) {
        return "(" + rate(queries.total()) + " or vector(0))";
    }

    private String rate(String selector) {
        return "sum(rate(" + ofGroup(selector) + range + "))";
    }

    private String ofGroup(String selector) {
        if (group.labels().isEmpty()) {
            return selector;
        }
        var open = selector.strip();
        if (!open.endsWith("}")) {
            return open + group.text();
        }
        open = open.substring(0, open.length() - 1).strip();
        boolean more = !open.endsWith("{") && !open.endsWith(",");
        return open + (more ? "," : "") + LabelText.matchers(group.labels()) + "}";
    }
}
