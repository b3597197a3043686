package tocsin.detector.rule;

import tocsin.detector.baseline.Learned;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// A threshold on what one indicator counts, as it is for one service.
///
/// @param name of the document
/// @param sli the indicator: samples with this name count
/// @param measure how samples become bad ones of all
/// @param facet class of its breaches, which says how much they matter
/// @param when it holds while any of these does
/// @param forecastOver how much of its history a forecast is made from, in milliseconds; 0 for none
/// @param forMillis how long it must hold before it fires, in event time
/// @param clearForMillis how long it must be clear before it stops firing
/// @param minEpisodeMillis how long it fires at least
public record Rule(
        String name,
        String sli,
        Measure measure,
        String facet,
        List<Condition> when,
        long forMillis,
        long clearForMillis,
        long minEpisodeMillis,
        long forecastOver) {
    /// Classes there are: the severity matrix has a row for each.
    static final Set<String> CLASSES =
            Set.of(
                    "TOTAL_OUTAGE",
                    "PAGE_FAST",
                    "PAGE_SLOW",
                    "DEGRADED",
                    "TICKET_FAST",
                    "TICKET_SLOW");

    private static final long HOUR = 3_600_000;

    /// As long as an hour of the week is remembered.
    private static final long WEEKS = 5L * 7 * 24 * HOUR;

    public Rule {
        when = List.copyOf(when);
    }

    /// Its longest window, in milliseconds, that of a forecast included.
    public long longest() {
        return Math.max(forecastOver, when.stream().mapToLong(Condition::window).max().orElse(0));
    }

    /// What it has to learn the usual value of, in words; empty where it compares with none.
    String learns() {
        return when.stream().anyMatch(Unusual.class::isInstance)
                ? "%s %s %d".formatted(sli, measure, longest())
                : "";
    }

    /// The value that it compares with what is usual, as it was at a time; empty where that says
    /// nothing.
    OptionalDouble value(Known known, long end) {
        for (var condition : when) {
            if (condition instanceof Unusual unusual) {
                var value = unusual.value(known, end);
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return OptionalDouble.empty();
    }

    /// Whether its conditions are steps, of which one is in force.
    boolean steps() {
        return when.getFirst() instanceof Step;
    }

    /// Its class at a condition.
    String facet(int at) {
        return when.get(at) instanceof Step step ? step.facet().orElse(facet) : facet;
    }

    /// How long what was said last may count, in milliseconds: an hour at least, weeks where what
    /// is usual was learned.
    long keptFor(Optional<Learned> learned) {
        long counts =
                when.stream()
                        .mapToLong(one -> one instanceof Step ? Step.FORGOTTEN : Spans.kept(one))
                        .max()
                        .orElse(0);
        long known = learned.filter(one -> one.baseline().knowsHours()).isPresent() ? WEEKS : 0;
        return Math.max(HOUR, Math.max(Math.max(counts, known), forecastOver) + clearForMillis);
    }

    /// What it demands, as its document says it.
    public String thresholds() {
        return when.stream().map(Condition::threshold).collect(Collectors.joining(" or "));
    }
}
