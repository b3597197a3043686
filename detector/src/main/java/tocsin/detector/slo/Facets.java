package tocsin.detector.slo;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every way in which one series can break its objective, and which of them do.
final class Facets {
    private final Slo slo;
    private final Ring ring;
    private final List<Facet> all;

    /// Of each facet, how long it need not be looked at: `until` and `badEvents` of its [Calm],
    /// side by side, since all are asked together.
    private final long[] calm;

    /// How long none of them need.
    private Calm allCalm = Calm.NONE;

    /// Nothing fires, nor will it before something is counted.
    private boolean quiet;

    private Facets(Slo slo, Ring ring, List<Facet> all) {
        this.slo = slo;
        this.ring = ring;
        this.all = List.copyOf(all);
        calm = new long[2 * all.size()];
        for (int i = 0; i < all.size(); i++) {
            keep(i, Calm.NONE);
        }
    }

    /// Those of an objective.
    static Facets of(Slo slo, Ring ring, PeriodCounts period) {
        var made = new ArrayList<Facet>();
        slo.policy().pairs().forEach(pair -> made.add(new Facet.Burn(pair, slo)));
        slo.policy()
                .runways()
                .forEach(runway -> made.add(new Facet.Exhaustion(runway, slo, period)));
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
        boolean firing = state.firing();
        for (int i = 0; i < all.size(); i++) {
            boolean calmNow = isCalm(i);
            if (calmNow && !firing) {
                continue;
            }
            var facet = all.get(i);
            var now = firing ? state.facet(facet.name()) : FacetState.OK;
            if (calmNow && !now.firing()) {
                continue;
            }
            var then = next(facet, now, watermark);
            if (then.firing()) {
                next = next.isEmpty() ? new TreeMap<>() : next;
                next.put(facet.name(), then);
            } else {
                keep(i, facet.calm(ring, ring.last()));
            }
        }
        quiet = next.isEmpty();
        allCalm = quiet ? together() : Calm.NONE;
        return next;
    }

    private Calm together() {
        long until = Long.MAX_VALUE;
        long badEvents = Long.MAX_VALUE;
        for (int i = 0; i < calm.length; i += 2) {
            until = Math.min(until, calm[i]);
            badEvents = Math.min(badEvents, calm[i + 1]);
        }
        return new Calm(until, badEvents);
    }

    private boolean isCalm(int facet) {
        return ring.last() <= calm[2 * facet] && ring.badCounted() <= calm[2 * facet + 1];
    }

    private void keep(int facet, Calm one) {
        calm[2 * facet] = one.until();
        calm[2 * facet + 1] = one.badEvents();
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
        if (!before.firing()) {
            return reason;
        }
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
