package tocsin.detector.slo;

import tocsin.detector.window.Delta;
import tocsin.detector.window.Oddities;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;
import tocsin.detector.window.WindowSum;
import tocsin.schemas.identity.Ids;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// One series under one objective: its ring and its state, and the decision what they mean at a
/// time.
public final class SloSeries implements Series {
    private static final long MINUTE = 60_000;

    private final Ring ring;
    private final Oddities oddities = new Oddities();
    private SloState state;
    private Optional<CalendarCounts.Totals> stored;
    private Optional<Slo> watchedFor = Optional.empty();
    private List<SloSeries> children = List.of();
    private PeriodCounts period;
    private Optional<TimeSlices> slices = Optional.empty();
    private Optional<Facets> facets = Optional.empty();

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

    @Override
    public Oddities oddities() {
        return oddities;
    }

    public SloState state() {
        return state;
    }

    /// The totals of its calendar period, where it has one.
    public Optional<CalendarCounts.Totals> totals() {
        return period instanceof CalendarCounts calendar ? calendar.totals() : stored;
    }

    /// Counts for this objective, which has one indicator, from now on.
    public void watch(Slo slo) {
        watch(slo, children);
    }

    /// Counts for this objective from now on.
    ///
    /// @param parts series of the objective's children, which watch already
    public void watch(Slo slo, List<SloSeries> parts) {
        var _ = watched(slo, parts);
    }

    private Facets watched(Slo slo, List<SloSeries> parts) {
        if (facets.isPresent() && watchedFor.isPresent() && watchedFor.get().equals(slo)) {
            return facets.get();
        }
        var totals = totals();
        watchedFor = Optional.of(slo);
        children = List.copyOf(parts);
        period =
                switch (slo.period()) {
                    case Period.Rolling(long millis) -> new RollingCounts(ring, millis);
                    case Period.Calendar calendar -> new CalendarCounts(ring, calendar, totals);
                };
        stored = Optional.empty();
        slices = Optional.empty();
        if (slo.budgeting() instanceof Budgeting.Slices rule) {
            var rings = children.stream().map(SloSeries::ring).toList();
            var verdict = SliceVerdict.of(slo, rule, rings);
            slices = Optional.of(new TimeSlices(ring, rule, period, verdict, rings));
        }
        var made = Facets.of(slo, ring, period);
        facets = Optional.of(made);
        return made;
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        if (slices.isPresent()) {
            slices.get().count(start, end, bad, total, onClosed, () -> {});
        } else {
            ring.add(start, end, bad, total, onClosed);
            period.count(start, end, bad, total);
        }
        counted();
    }

    /// Counts events of a composite's child.
    ///
    /// @param weight what one of its events counts
    /// @param ofChild counts them for the child alone
    public void count(Delta events, int weight, Ring.BucketListener onClosed, Runnable ofChild) {
        long bad = events.bad() * weight;
        long total = events.total() * weight;
        if (slices.isPresent()) {
            slices.get().count(events.start(), events.end(), bad, total, onClosed, ofChild);
            counted();
        } else {
            ofChild.run();
            count(events.start(), events.end(), bad, total, onClosed);
        }
    }

    private void counted() {
        state = state.counted();
        facets.ifPresent(Facets::wake);
    }

    /// Decides the time slices that have ended at the watermark, where slices are counted.
    ///
    /// @return whether there were any
    public boolean advance(long watermark, Ring.BucketListener onClosed) {
        if (slices.isEmpty() || !slices.get().decide(watermark, onClosed)) {
            return false;
        }
        counted();
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

    /// Whether it has been silent until nothing that it counted matters to the objective.
    ///
    /// @param watermark time before which no more samples are waited for
    public boolean forgettable(Slo slo, long watermark) {
        return ring.isEmpty() || (!state.firing() && slo.period().over(ring.last(), watermark));
    }

    /// Decides what has happened.
    ///
    /// @param clock the newest time known: of a tick, or of this series' own newest event
    /// @param watermark time before which no more samples are waited for
    public Optional<Change> evaluate(Slo slo, long clock, long watermark) {
        if (ring.isEmpty()) {
            return Optional.empty();
        }
        var rules = watched(slo, children);
        boolean renewed = period.renewed(watermark);
        var before = state;
        var next = rules.next(before, watermark);
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
        long told = due ? minute : before.signalMinute();
        var reason = rules.reason(before, next, watermark);
        return Optional.of(change(slo, rules, reason, next, changed, told, watermark));
    }

    private Change change(
            Slo slo,
            Facets rules,
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
                            slo.name() + slo.group().key(),
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
                Optional.of(
                        Evidence.of(slo, rules.all(), ring, watermark)
                                .with(Shares.of(slo, standing, children))));
    }

    /// At the rate of the short window of the worst pair that fires, of the forecast that does, or
    /// of the last hour.
    private OptionalLong forecast(Slo slo) {
        var pairs =
                slo.policy().pairs().stream()
                        .filter(pair -> state.facet(pair.name()).firing())
                        .map(BurnPair::shortMillis);
        var runways =
                slo.policy().runways().stream()
                        .filter(runway -> state.facet(runway.name()).firing())
                        .map(Runway::overMillis);
        long rateOver = Stream.concat(pairs, runways).findFirst().orElse(3_600_000L);
        return Forecast.exhaustion(ring, period, slo.budgetPpb(), ring.last(), rateOver);
    }

    /// How the objective stands at the newest event time.
    public Standing standing(Slo slo) {
        var rules = watched(slo, children);
        return new Standings(slo, ring, period, state).at(ring.last(), rules.all());
    }

    /// What was counted in a window; in the period, where that is longer than any window.
    WindowSum sum(long window, long time) {
        return window > Ring.LONGEST_WINDOW ? period.at(time).sum() : ring.sum(window, time);
    }
}
