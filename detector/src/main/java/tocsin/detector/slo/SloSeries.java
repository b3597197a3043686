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
    private Optional<CalendarCounts.Totals> stored;
    private Optional<Slo> watchedFor = Optional.empty();
    private PeriodCounts period;
    private Optional<TimeSlices> slices = Optional.empty();
    private List<Facet> facets = List.of();

    /// Of each facet, how long it need not be looked at.
    private Calm[] calm = {};

    /// How long none of them need.
    private Calm allCalm = Calm.NONE;

    /// Nothing fires, nor will it before something is counted or the objective changes.
    private boolean quiet;

    /// A new one.
    public SloSeries(Ring ring, SloState state) {
        this(ring, state, Optional.empty());
    }

    /// One that was stored.
    ///
    /// @param totals of its calendar period, where it had one
    public SloSeries(Ring ring, SloState state, Optional<CalendarCounts.Totals> totals) {
        this.ring = ring;
        this.state = state;
        stored = totals;
        period = new RollingCounts(ring, Ring.LONGEST_WINDOW);
    }

    @Override
    public Ring ring() {
        return ring;
    }

    public SloState state() {
        return state;
    }

    /// The totals of its calendar period, where it has one.
    public Optional<CalendarCounts.Totals> totals() {
        return period instanceof CalendarCounts calendar ? calendar.totals() : stored;
    }

    /// Counts for this objective from now on.
    public void watch(Slo slo) {
        if (watchedFor.isPresent() && watchedFor.get().equals(slo)) {
            return;
        }
        var totals = totals();
        watchedFor = Optional.of(slo);
        period =
                switch (slo.period()) {
                    case Period.Rolling(long millis) -> new RollingCounts(ring, millis);
                    case Period.Calendar calendar -> new CalendarCounts(ring, calendar, totals);
                };
        stored = Optional.empty();
        var made = new ArrayList<Facet>();
        slo.policy().pairs().forEach(pair -> made.add(new Facet.Burn(pair, slo)));
        if (slo.budgeting() instanceof Budgeting.Slices rule) {
            slices = Optional.of(new TimeSlices(ring, rule, period));
        } else {
            slices = Optional.empty();
            made.add(new Facet.TotalOutage());
        }
        slo.policy()
                .budget()
                .forEach(step -> made.add(new Facet.Spent(step, slo.budgetPpb(), period)));
        facets = List.copyOf(made);
        calm = new Calm[facets.size()];
        Arrays.fill(calm, Calm.NONE);
        allCalm = Calm.NONE;
        quiet = false;
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        if (slices.isPresent()) {
            slices.get().count(start, end, bad, total, onClosed);
        } else {
            ring.add(start, end, bad, total, onClosed);
            period.count(start, end, bad, total);
        }
        state = state.counted();
        quiet = false;
    }

    /// Decides the time slices that have ended at the watermark, where slices are counted.
    ///
    /// @return whether there were any
    public boolean advance(long watermark, Ring.BucketListener onClosed) {
        if (slices.isEmpty() || !slices.get().decide(watermark, onClosed)) {
            return false;
        }
        state = state.counted();
        quiet = false;
        return true;
    }

    /// Forgets what was decided, but nothing that was counted: nobody watches the series any more.
    ///
    /// @return what was remembered until now
    public SloState release() {
        var before = state;
        state = before.released();
        watchedFor = Optional.empty();
        return before;
    }

    /// Decides what has happened.
    ///
    /// @param clock the newest time known: of a tick, or of this series' own newest event
    /// @param watermark time before which no more samples are waited for
    public Optional<Change> evaluate(Slo slo, long clock, long watermark) {
        if (ring.isEmpty()) {
            return Optional.empty();
        }
        watch(slo);
        boolean renewed = period.renewed(watermark);
        var before = state;
        var next = nextFacets(slo, watermark);
        long minute = Math.floorDiv(clock, MINUTE);
        boolean due =
                minute > before.signalMinute() && (before.countedSinceSignal() || before.firing());
        boolean changed = !next.keySet().equals(before.facets().keySet());
        if (!due && !changed && !renewed) {
            if (!next.equals(before.facets())) {
                state = before.withFacets(next);
            }
            return Optional.empty();
        }
        var reason = reason(before, next, watermark);
        return Optional.of(
                change(
                        slo,
                        reason,
                        next,
                        changed,
                        due ? minute : before.signalMinute(),
                        watermark));
    }

    /// The facets that fire next. A facet that the policy has no more does not.
    private Map<String, FacetState> nextFacets(Slo slo, long watermark) {
        if (quiet || (!state.firing() && allCalm.covers(ring.last(), ring.badCounted()))) {
            quiet = true;
            return Map.of();
        }
        Map<String, FacetState> next = Map.of();
        for (int i = 0; i < facets.size(); i++) {
            var rule = facets.get(i);
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
        allCalm = quiet ? together() : Calm.NONE;
        return next;
    }

    private Calm together() {
        var all = Calm.ALWAYS;
        for (var one : calm) {
            all = all.and(one);
        }
        return all;
    }

    private FacetState nextFacet(Facet facet, FacetState now, BurnPolicy policy, long watermark) {
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
                facet.clearFor(policy),
                policy.minEpisodeMillis());
    }

    /// What more there is to say of the facets that fire no more.
    private Change.Reason reason(SloState before, Map<String, FacetState> next, long watermark) {
        var reason = Change.Reason.COUNTS;
        for (var facet : facets) {
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

    private Change change(
            Slo slo,
            Change.Reason reason,
            Map<String, FacetState> next,
            boolean changed,
            long minute,
            long watermark) {
        var before = state;
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
            return new Change(kind, breach, revision, reason, true, standing, Optional.empty());
        }
        return new Change(
                kind,
                breach,
                revision,
                reason,
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
        return Forecast.exhaustion(ring, period, slo.budgetPpb(), ring.last(), rateOver);
    }

    /// How the objective stands at the newest event time.
    public Standing standing(Slo slo) {
        watch(slo);
        return new Standings(slo, ring, period, state).at(ring.last(), facets);
    }
}
