package tocsin.detector.slo;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;
import tocsin.schemas.identity.Ids;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One series under one objective: its ring and its state, and the decision what they mean at a
/// time.
public final class SloSeries implements Series {
    private static final long MINUTE = 60_000;

    private final Ring ring;
    private SloState state;
    private List<Facet> facets = List.of();
    private Optional<Slo> facetsOf = Optional.empty();

    /// Of each facet, how long it need not be looked at.
    private Calm[] calm = {};

    /// Nothing fires, nor will it before something is counted or the objective changes.
    private boolean quiet;

    public SloSeries(Ring ring, SloState state) {
        this.ring = ring;
        this.state = state;
    }

    @Override
    public Ring ring() {
        return ring;
    }

    public SloState state() {
        return state;
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        ring.add(start, end, bad, total, onClosed);
        state = state.counted();
        quiet = false;
    }

    /// Decides what has happened.
    ///
    /// @param clock the newest time known: of a tick, or of this series' own newest event
    /// @param watermark time before which no more samples are waited for
    public Optional<Change> evaluate(Slo slo, long clock, long watermark) {
        if (ring.isEmpty()) {
            return Optional.empty();
        }
        var before = state;
        var next = nextFacets(slo, watermark);
        long minute = Math.floorDiv(clock, MINUTE);
        boolean due =
                minute > before.signalMinute() && (before.countedSinceSignal() || before.firing());
        boolean changed = !next.keySet().equals(before.facets().keySet());
        if (!due && !changed) {
            if (!next.equals(before.facets())) {
                state = before.withFacets(next);
            }
            return Optional.empty();
        }
        return Optional.of(
                change(
                        slo,
                        before,
                        next,
                        changed,
                        due ? minute : before.signalMinute(),
                        watermark));
    }

    /// The facets that fire next. A facet that the policy has no more does not.
    private Map<String, FacetState> nextFacets(Slo slo, long watermark) {
        var rules = facetsOf(slo);
        if (quiet) {
            return Map.of();
        }
        Map<String, FacetState> next = Map.of();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var now = state.firing() ? state.facet(rule.name()) : FacetState.OK;
            if (!now.firing() && calm[i].covers(ring.last(), ring.badCounted())) {
                continue;
            }
            var then = nextFacet(rule, now, slo.policy(), watermark);
            if (then.firing()) {
                next = next.isEmpty() ? new TreeMap<>() : next;
                next.put(rule.name(), then);
            } else {
                calm[i] = rule.calm(ring, ring.last());
            }
        }
        quiet = next.isEmpty();
        return next;
    }

    private FacetState nextFacet(Facet facet, FacetState now, BurnPolicy policy, long watermark) {
        boolean holds =
                facet.holds(ring, ring.last())
                        && !facet.forgotten(ring, Math.max(watermark, ring.last()));
        if (!holds && !now.firing()) {
            return now;
        }
        return now.next(
                holds,
                now.firing() && facet.clear(ring, watermark),
                ring.last(),
                watermark,
                facet.clearFor(policy),
                policy.minEpisodeMillis());
    }

    private Change change(
            Slo slo,
            SloState before,
            Map<String, FacetState> next,
            boolean changed,
            long minute,
            long watermark) {
        boolean firing = !next.isEmpty();
        var kind = Change.Kind.NONE;
        String breach = before.breach();
        if (changed && breach.isEmpty()) {
            kind = Change.Kind.FIRING;
            breach =
                    Ids.hex(
                            slo.policy().name(),
                            slo.service(),
                            slo.name(),
                            Long.toString(ring.last()));
        } else if (changed) {
            kind = firing ? Change.Kind.UPDATED : Change.Kind.CLEARED;
        }
        int revision = kind == Change.Kind.NONE ? before.revision() : before.revision() + 1;
        state = new SloState(firing ? breach : "", firing ? revision : 0, next, minute, false);
        var standing = standing(slo);
        if (kind == Change.Kind.NONE) {
            return new Change(kind, breach, revision, true, standing, Optional.empty());
        }
        return new Change(
                kind,
                breach,
                revision,
                true,
                standing.with(forecast(slo)),
                Optional.of(Evidence.of(slo, facets, ring, watermark)));
    }

    /// At the rate of the short window of the worst pair that fires, or of the last hour.
    private OptionalLong forecast(Slo slo) {
        long rateOver =
                slo.policy().pairs().stream()
                        .filter(pair -> state.facet(pair.name()).firing())
                        .mapToLong(BurnPair::shortMillis)
                        .findFirst()
                        .orElse(3_600_000);
        return Forecast.exhaustion(ring, slo, ring.last(), rateOver);
    }

    private List<Facet> facetsOf(Slo slo) {
        if (facetsOf.isEmpty() || !facetsOf.get().equals(slo)) {
            var made = new ArrayList<Facet>();
            slo.policy().pairs().forEach(pair -> made.add(new Facet.Burn(pair, slo)));
            made.add(new Facet.TotalOutage());
            slo.policy().budget().forEach(step -> made.add(new Facet.Spent(step, slo)));
            facets = List.copyOf(made);
            calm = new Calm[facets.size()];
            Arrays.fill(calm, Calm.NONE);
            facetsOf = Optional.of(slo);
            quiet = false;
        }
        return facets;
    }

    /// How the objective stands at the newest event time.
    public Standing standing(Slo slo) {
        long at = ring.last();
        var facets =
                facetsOf(slo).stream()
                        .map(facet -> standing(slo, facet, state.facet(facet.name()), at))
                        .toList();
        var minute = ring.sum(Facet.TotalOutage.WINDOW, at);
        return new Standing(at, facets, budget(slo, at), minute.errorRatio(), OptionalLong.empty());
    }

    private Standing.FacetStanding standing(Slo slo, Facet facet, FacetState now, long at) {
        return new Standing.FacetStanding(
                facet.name(),
                now.firing(),
                now.since(),
                facet instanceof Facet.Burn(var pair, _, _) ? pair.factorMilli() : 0,
                facet.windows().stream().map(length -> window(slo, length, at)).toList());
    }

    private Standing.Window window(Slo slo, long length, long at) {
        var sum = ring.sum(length, at);
        return new Standing.Window(length, sum, slo.burnRate(sum));
    }

    private Standing.Budget budget(Slo slo, long at) {
        var sum = ring.sum(slo.periodMillis(), at);
        long total = Math.round(sum.totalEvents());
        long bad = Math.round(sum.badEvents());
        double coverage = slo.coverage(ring, at);
        double allowed = slo.budgetPpb() / 1e9 * total / coverage;
        return new Standing.Budget(slo.periodMillis(), coverage, total - bad, total, allowed);
    }
}
