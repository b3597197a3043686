package tocsin.detector.slo;

import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Puts together how a series stands, with the counts behind it: of each objective once a minute,
/// so it goes without streams.
record Standings(Slo slo, Ring ring, PeriodCounts period, SloState state) {
    private static final long MINUTE = 60_000;

    /// How it stands at `at`, its newest event time.
    Standing at(long at, List<Facet> facets) {
        var standings = new ArrayList<Standing.FacetStanding>(facets.size());
        for (var facet : facets) {
            standings.add(standing(facet, state.facet(facet.name()), at));
        }
        var newest = ring.sum(Math.max(MINUTE, slo.budgeting().sliceMillis()), at);
        return new Standing(at, standings, budget(at), newest.errorRatio(), OptionalLong.empty());
    }

    private Standing.FacetStanding standing(Facet facet, FacetState now, long at) {
        var windows = new ArrayList<Standing.Window>(2);
        for (long length : facet.windows(at)) {
            windows.add(window(facet, length, at));
        }
        return new Standing.FacetStanding(
                facet.name(),
                now.firing(),
                now.since(),
                facet instanceof Facet.Burn(var pair, _, _) ? pair.factorMilli() : 0,
                windows);
    }

    private Standing.Window window(Facet facet, long length, long at) {
        var sum = facet.sum(ring, length, at);
        return new Standing.Window(length, slo.counted(sum), slo.burnRate(sum));
    }

    private Standing.Budget budget(long at) {
        var count = period.at(at);
        var sum = slo.counted(count.sum());
        return new Standing.Budget(
                count.length(),
                count.begin(),
                count.coverage(),
                sum.badEvents(),
                Math.round(sum.totalEvents()),
                count.allowedBad(slo.budgetPpb()) / slo.budgeting().unit(),
                slo.policy()
                        .atTheEnd()
                        .map(step -> step.freezes() && state.facet(step.name()).firing()));
    }
}
