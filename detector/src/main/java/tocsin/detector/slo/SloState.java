package tocsin.detector.slo;

import java.util.List;

/// What is remembered of one series beside its ring.
///
/// @param breach id of the open breach; empty when there is none
/// @param revision how often the open breach was told of
/// @param facets state of each facet, in the order of the policy, TOTAL_OUTAGE last
/// @param signalMinute the minute (epoch minutes) of the last periodic signal
/// @param countedSinceSignal whether anything was counted since then
public record SloState(
        String breach,
        int revision,
        List<FacetState> facets,
        long signalMinute,
        boolean countedSinceSignal) {
    /// Before anything was counted.
    public static final SloState NEW = new SloState("", 0, List.of(), Long.MIN_VALUE, false);

    public SloState {
        facets = List.copyOf(facets);
    }

    /// Whether any facet fires.
    public boolean firing() {
        return facets.stream().anyMatch(FacetState::firing);
    }

    /// The state of facet `index`; a facet that a new policy brought begins as OK.
    FacetState facet(int index) {
        return index < facets.size() ? facets.get(index) : FacetState.OK;
    }
}
