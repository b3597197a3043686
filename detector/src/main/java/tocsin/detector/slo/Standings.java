package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Puts together how a series stands, with the counts behind it: of each objective once a minute,
/// so it goes without streams.
record Standings(Slo slo, Ring ring, PeriodCounts period, SloState state) {
    private static final long MINUTE = 60_000;

    /// How it stands at `at`, its newest event time.
    Standing at(long at, List<Facet> facets) {
        var counted = period.at(at);
        var ofPeriod = List.of(window(Math.max(1, at - counted.begin()), counted.sum()));
        var standings = new ArrayList<Standing.FacetStanding>(facets.size());
        for (var facet : facets) {
            // Steps of the budget are many, and all look at the same.
            var windows = facet instanceof Facet.Spent ? ofPeriod : windows(facet, at);
            standings.add(standing(facet, state.facet(facet.name()), windows));
        }
        var newest = ring.sum(Math.max(MINUTE, slo.budgeting().sliceMillis()), at);
        return new Standing(
                at, standings, budget(counted), newest.errorRatio(), OptionalLong.empty());
    }

    private List<Standing.Window> windows(Facet facet, long at) {
        var windows = new ArrayList<Standing.Window>(2);
        for (long length : facet.windows(at)) {
            windows.add(window(length, facet.sum(ring, length, at)));
        }
        return windows;
    }

    private static Standing.FacetStanding standing(
            Facet facet, FacetState now, List<Standing.Window> windows) {
        return new Standing.FacetStanding(
                facet.name(),
                now.firing(),
                now.since(),
                switch (facet) {
                    case Facet.Burn(var pair, _, _) -> pair.factorMilli();
                    case Facet.Exhaustion _ -> 1_000;
                    case Facet.Spent _, Facet.TotalOutage _ -> 0;
                },
                windows);
    }

    private Standing.Window window(long length, WindowSum sum) {
        return new Standing.Window(length, slo.counted(sum), slo.burnRate(sum));
    }

    private Standing.Budget budget(PeriodCount count) {
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
