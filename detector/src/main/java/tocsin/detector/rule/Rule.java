package tocsin.detector.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A threshold on what one indicator counts, as it is for one service.
///
/// @param name of the document
/// @param sli the indicator: samples with this name count
/// @param measure how samples become bad ones of all
/// @param facet class of its breaches, which says how much they matter
/// @param when it holds while any of these does
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
        long minEpisodeMillis) {
    /// Classes there are: the severity matrix has a row for each.
    static final Set<String> CLASSES =
            Set.of(
                    "TOTAL_OUTAGE",
                    "PAGE_FAST",
                    "PAGE_SLOW",
                    "DEGRADED",
                    "TICKET_FAST",
                    "TICKET_SLOW");

    public Rule {
        when = List.copyOf(when);
    }

    /// Its longest window, in milliseconds.
    public long longest() {
        return when.stream().mapToLong(Condition::window).max().orElse(0);
    }

    /// What it demands, as its document says it.
    public String thresholds() {
        return when.stream().map(Condition::threshold).collect(Collectors.joining(" or "));
    }
}
