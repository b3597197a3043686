package tocsin.detector.rule;

import tocsin.detector.window.Oddities;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;
import tocsin.schemas.identity.Ids;

import java.util.List;
import java.util.Optional;

/// One service under one rule: what is known, the state, and the decision what they mean at a time.
/// Firing is eager, at the newest event time; clearing waits for the watermark.
public final class RuleSeries implements Series {
    private static final long DAY = 86_400_000;

    private final Ring ring;
    private final Known known;
    private final Oddities oddities = new Oddities();
    private RuleState state;
    private Cadence cadence = Cadence.NEW;
    private Optional<Asked> judged = Optional.empty();

    /// Nothing can happen before something is counted, the rule changes, or, where something is
    /// learned, another moment is looked at.
    private boolean quiet;

    /// The moment that was looked at last.
    private long looked;

    public RuleSeries(Ring ring, RuleState state) {
        this.ring = ring;
        this.known = new Known(ring);
        this.state = state;
    }

    @Override
    public Ring ring() {
        return ring;
    }

    @Override
    public Oddities oddities() {
        return oddities;
    }

    public RuleState state() {
        return state;
    }

    /// What conditions look at.
    public Known known() {
        return known;
    }

    /// When its next signal is due.
    public Cadence cadence() {
        return cadence;
    }

    /// Puts that back.
    public void restore(Cadence stored) {
        cadence = stored;
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        known.count(start, end, bad, total, onClosed);
        quiet = false;
        cadence = cadence.heard();
    }

    /// Sets the rule that is watched from now on.
    public void watch(Rule rule) {
        var _ = asked(rule);
    }

    private Asked asked(Rule rule) {
        var before = judged;
        if (before.isPresent() && before.get().rule().equals(rule)) {
            return before.get();
        }
        var asked = new Asked(rule, known);
        judged = Optional.of(asked);
        quiet = false;
        known.learnFor(rule);
        return asked;
    }

    /// How the rule stands, where that is to be told.
    ///
    /// @param clock the newest time known: of a tick, or of this series' own newest event
    /// @param changed whether anything has just happened
    public Optional<RuleStanding> signal(Rule rule, long clock, long watermark, boolean changed) {
        if (!changed && (ring.isEmpty() || !cadence.due(clock, state.firing()))) {
            return Optional.empty();
        }
        cadence = cadence.told(clock);
        var asked = asked(rule);
        return Optional.of(
                new RuleStanding(
                        asked.now(watermark),
                        state.phase(),
                        state.firing(),
                        state.firing() ? state.since() : state.pending(),
                        rule.facet(state.step()),
                        asked.compared(state.step(), watermark)));
    }

    /// Decides what has happened.
    ///
    /// @param service whose series it is
    /// @param watermark time before which no more samples are waited for
    public Optional<RuleChange> evaluate(String service, Rule rule, long watermark) {
        var asked = asked(rule);
        boolean learns = known.learned().isPresent();
        if (ring.isEmpty() || (quiet && (!learns || asked.moment(watermark) == looked))) {
            return Optional.empty();
        }
        looked = asked.moment(watermark);
        var before = state;
        boolean holds = asked.holds(watermark);
        state =
                before.firing()
                        ? before.clearing(!holds && asked.clear(watermark), watermark, rule)
                        : before.pending(holds, asked.now(watermark), rule.forMillis());
        var change =
                state.firing() == before.firing()
                        ? steadyAgain(asked, watermark).or(() -> stepped(asked, watermark))
                        : turned(service, before, asked, watermark);
        if (learns && isUsual(watermark)) {
            known.learn(rule, watermark);
        }
        quiet = !rule.steps() && state.idle();
        return change;
    }

    /// Whether it is in no trouble; what has lasted for a day is how things are now.
    private boolean isUsual(long watermark) {
        return state.idle() || (state.firing() && watermark - state.since() >= DAY);
    }

    /// Whether nothing is known of it that could matter any more: nothing is open, and it has been
    /// silent for longer than anything of it counts.
    ///
    /// @param rule the one that watches it; empty for none
    public boolean forgettable(Optional<Rule> rule, long watermark) {
        long kept = rule.map(one -> one.keptFor(known.learned())).orElse(DAY);
        return ring.isEmpty()
                || (state.idle() && state.breach().isEmpty() && watermark - ring.last() > kept);
    }

    /// The rule watches this service no more: what it has told of is over.
    public Optional<RuleChange> withdraw() {
        var before = state;
        state = RuleState.NEW;
        cadence = Cadence.NEW;
        quiet = true;
        judged = Optional.empty();
        return before.breach().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RuleChange(
                                RuleChange.Kind.CLEARED,
                                before.breach(),
                                before.revision() + 1,
                                ring.last(),
                                false,
                                false,
                                RuleChange.Course.NONE,
                                "",
                                Optional.empty(),
                                List.of(),
                                ring.first(),
                                ring.last()));
    }

    /// The last word of a series that nobody watches any more.
    public RuleStanding withdrawn() {
        return RuleStanding.withdrawn(ring.last());
    }

    /// It has just fired or cleared. While it flaps nothing is told of that.
    private Optional<RuleChange> turned(
            String service, RuleState before, Asked asked, long watermark) {
        if (state.flapping()) {
            return Optional.empty();
        }
        boolean flaps = state.turnsOften();
        var course = course(state.firing() ? RuleState.NEVER : before.clearSince());
        if (state.breach().isEmpty()) {
            var since = Long.toString(state.pending());
            var breach = Ids.hex("rule", asked.rule().name(), service, since);
            return Optional.of(
                    tell(RuleChange.Kind.FIRING, breach, flaps, course, asked, watermark));
        }
        var kind = flaps ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, state.breach(), flaps, course, asked, watermark));
    }

    private RuleChange.Course course(long clear) {
        return new RuleChange.Course(
                state.firing() ? state.since() : RuleState.NEVER,
                state.pending(),
                clear,
                state.turns());
    }

    /// Having been quiet for long enough it no longer flaps.
    private Optional<RuleChange> steadyAgain(Asked asked, long watermark) {
        if (!state.flapping() || !state.quietAt(watermark)) {
            return Optional.empty();
        }
        var course = course(RuleState.NEVER);
        state = state.steady();
        var kind = state.firing() ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, state.breach(), false, course, asked, watermark));
    }

    /// While it fires, another step is in force than was told.
    private Optional<RuleChange> stepped(Asked asked, long watermark) {
        if (!state.firing()
                || state.flapping()
                || !asked.rule().steps()
                || !asked.holds(watermark)
                || asked.reached(watermark) == state.step()) {
            return Optional.empty();
        }
        var course = course(RuleState.NEVER);
        var kind = RuleChange.Kind.UPDATED;
        return Optional.of(tell(kind, state.breach(), false, course, asked, watermark));
    }

    private RuleChange tell(
            RuleChange.Kind kind,
            String breach,
            boolean flaps,
            RuleChange.Course course,
            Asked asked,
            long watermark) {
        int revision = state.revision() + 1;
        boolean over = kind == RuleChange.Kind.CLEARED;
        int step = over ? 0 : asked.reached(watermark);
        state = state.told(over ? "" : breach, over ? 0 : revision, flaps, step);
        return new RuleChange(
                kind,
                breach,
                revision,
                asked.now(watermark),
                state.firing(),
                flaps,
                course,
                asked.rule().facet(step),
                asked.trend(),
                asked.windows(state.step(), watermark),
                ring.first(),
                watermark);
    }
}
