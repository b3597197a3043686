package tocsin.detector.slo;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What is remembered of one series beside its ring.
///
/// @param breach id of the open breach; empty when there is none
/// @param revision how often the open breach was told of
/// @param facets state of each facet that fires, by name
/// @param signalMinute the minute (epoch minutes) of the last periodic signal
/// @param countedSinceSignal whether anything was counted since then
public record SloState(
        String breach,
        int revision,
        Map<String, FacetState> facets,
        long signalMinute,
        boolean countedSinceSignal) {
    /// Before anything was counted.
    public static final SloState NEW = new SloState("", 0, Map.of(), Long.MIN_VALUE, false);

    public SloState {
        facets =
                facets.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableSortedMap(new TreeMap<>(facets));
    }

    /// Whether anything was said of the series since it was last released.
    public boolean told() {
        return signalMinute != NEW.signalMinute;
    }

    /// Nothing, but for the revision: should definitions that are back at once find the same breach
    /// again, it goes on from there.
    SloState released() {
        return new SloState("", firing() ? revision + 1 : 0, Map.of(), NEW.signalMinute, false);
    }

    /// Whether any facet fires.
    public boolean firing() {
        return !facets.isEmpty();
    }

    /// The state of a facet.
    FacetState facet(String name) {
        return facets.getOrDefault(name, FacetState.OK);
    }

    SloState withFacets(Map<String, FacetState> next) {
        return new SloState(breach, revision, next, signalMinute, countedSinceSignal);
    }

    SloState counted() {
        return countedSinceSignal
                ? this
                : new SloState(breach, revision, facets, signalMinute, true);
    }
}
