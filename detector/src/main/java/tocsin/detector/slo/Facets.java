package tocsin.detector.slo;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every way in which one series can break its objective, and which of them do.
final class Facets {
    private final Slo slo;
    private final Ring ring;
    private final List<Facet> all;

    /// Of each facet, how long it need not be looked at.
    private final Calm[] calm;

    /// How long none of them need.
    private Calm allCalm = Calm.NONE;

    /// Nothing fires, nor will it before something is counted.
    private boolean quiet;

    private Facets(Slo slo, Ring ring, List<Facet> all) {
        this.slo = slo;
        this.ring = ring;
        this.all = List.copyOf(all);
        calm = new Calm[all.size()];
        Arrays.fill(calm, Calm.NONE);
    }

    /// Those of an objective.
    static Facets of(Slo slo, Ring ring, PeriodCounts period) {
        var made = new ArrayList<Facet>();
        slo.policy().pairs().forEach(pair -> made.add(new Facet.Burn(pair, slo)));
        if (slo.budgeting() instanceof Budgeting.Occurrences(long unit)) {
            made.add(new Facet.TotalOutage(unit));
        }
        slo.policy()
                .budget()
                .forEach(step -> made.add(new Facet.Spent(step, slo.budgetPpb(), period)));
        return new Facets(slo, ring, made);
    }

    List<Facet> all() {
        return all;
    }

    /// Something was counted.
    void wake() {
        quiet = false;
    }

    /// The facets that fire next. A facet that the policy has no more does not.
    Map<String, FacetState> next(SloState state, long watermark) {
        if (quiet || (!state.firing() && allCalm.covers(ring.last(), ring.badCounted()))) {
            quiet = true;
            return Map.of();
        }
        Map<String, FacetState> next = Map.of();
        for (int i = 0; i < calm.length; i++) {
            var facet = all.get(i);
            var now = state.firing() ? state.facet(facet.name()) : FacetState.OK;
            if (!now.firing() && calm[i].covers(ring.last(), ring.badCounted())) {
                continue;
            }
            var then = next(facet, now, watermark);
            if (then.firing()) {
                next = next.isEmpty() ? new TreeMap<>() : next;
                next.put(facet.name(), then);
            } else {
                calm[i] = facet.calm(ring, ring.last());
            }
        }
        quiet = next.isEmpty();
        allCalm = quiet ? together() : Calm.NONE;
        return next;
    }

    private Calm together() {
        var together = Calm.ALWAYS;
        for (var one : calm) {
            together = together.and(one);
        }
        return together;
    }

    private FacetState next(Facet facet, FacetState now, long watermark) {
        boolean holds =
                facet.holds(ring, ring.last())
                        && !facet.forgotten(ring, Math.max(watermark, ring.last()));
        if (!holds && (!now.firing() || facet.over(now.since(), watermark))) {
            return FacetState.OK;
        }
        return now.next(
                holds,
                now.firing() && facet.clear(ring, watermark),
                ring.last(),
                watermark,
                facet.clearFor(slo.policy()),
                slo.policy().minEpisodeMillis());
    }

    /// What more there is to say of the facets that fire no more.
    Change.Reason reason(SloState before, Map<String, FacetState> next, long watermark) {
        var reason = Change.Reason.COUNTS;
        for (var facet : all) {
            var then = before.facet(facet.name());
            if (!(facet instanceof Facet.Spent spent)
                    || !then.firing()
                    || next.containsKey(facet.name())) {
                continue;
            }
            if (spent.over(then.since(), watermark)) {
                return Change.Reason.BUDGET_RESET;
            }
            if (spent.step().isTheLast()) {
                reason = Change.Reason.BUDGET_RESTORED;
            }
        }
        return reason;
    }
}
