package tocsin.detector.rule;

import tocsin.detector.baseline.Baseline;
import tocsin.detector.baseline.Learned;
import tocsin.detector.baseline.Sizes;
import tocsin.detector.window.Calm;
import tocsin.detector.window.Oddities;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;
import tocsin.detector.window.Trend;
import tocsin.schemas.identity.Ids;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One service under one rule: what was counted, the state, and the decision what they mean at a
/// time. Firing is eager, at the newest event time; clearing waits for the watermark.
public final class RuleSeries implements Series {
    private static final long MINUTE = 60_000;
    private static final long DAY = 86_400_000;

    private final Ring ring;
    private final Oddities oddities = new Oddities();
    private RuleState state;
    private Optional<Learned> learned = Optional.empty();
    private Latest latest = Latest.NONE;
    private Streak streak = Streak.NONE;
    private Cadence cadence = Cadence.NEW;
    private Optional<Rule> judgedBy = Optional.empty();

    /// Of each condition, how long it need not be looked at.
    private Calm[] calm = {};

    /// Nothing can happen before something is counted, the rule changes, or, where something is
    /// learned, another moment is looked at.
    private boolean quiet;

    /// The moment that was looked at last.
    private long looked;

    public RuleSeries(Ring ring, RuleState state) {
        this.ring = ring;
        this.state = state;
    }

    /// Puts back what was learned.
    public void restore(Learned known) {
        learned = Optional.of(known);
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

    /// What is usual, where it is learned.
    public Optional<Learned> learned() {
        return learned;
    }

    /// Whether something was learned that is not stored yet.
    public boolean hasLearned() {
        return learned.isPresent() && learned.get().isChanged();
    }

    /// The sizes of the events of `(start, end]`, beside their count.
    public void sized(long start, long end, Sizes sizes) {
        if (learned.isPresent() && sizes != Sizes.NONE) {
            learned.get().sizes().add(start, end, sizes);
        }
    }

    /// What a gauge has said last.
    public Latest latest() {
        return latest;
    }

    /// Puts back what a gauge has said last.
    public void heard(Latest stored) {
        latest = stored;
    }

    /// How the newest checks went.
    public Streak streak() {
        return streak;
    }

    /// Puts that back.
    public void restore(Streak stored) {
        streak = stored;
    }

    /// When its next signal is due.
    public Cadence cadence() {
        return cadence;
    }

    /// Puts that back.
    public void restore(Cadence stored) {
        cadence = stored;
    }

    /// What a check has found; one that comes late changes no order.
    public void found(long at, boolean bad) {
        streak = at >= ring.last() ? streak.then(bad) : streak;
    }

    /// A gauge has said something.
    public void said(long at, double value, double limit) {
        latest = latest.heard(at, value, limit);
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        learned.ifPresent(known -> known.heard(ring.last(), start));
        ring.add(start, end, bad, total, onClosed);
        quiet = false;
        cadence = cadence.heard();
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
        var known = known();
        var asked = looked(rule);
        var compared = new ArrayList<Compared>(asked.size());
        for (var one : asked) {
            compared.add(one.compared(known, watermark));
        }
        return Optional.of(
                new RuleStanding(
                        now(rule, watermark),
                        state.phase(),
                        state.firing(),
                        state.firing() ? state.since() : state.pending(),
                        rule.facet(state.step()),
                        compared));
    }

    /// Decides what has happened.
    ///
    /// @param service whose series it is
    /// @param watermark time before which no more samples are waited for
    public Optional<RuleChange> evaluate(String service, Rule rule, long watermark) {
        watch(rule);
        if (ring.isEmpty() || (quiet && (learned.isEmpty() || moment(rule, watermark) == looked))) {
            return Optional.empty();
        }
        looked = moment(rule, watermark);
        var before = state;
        boolean holds = holds(rule, watermark);
        state =
                before.firing()
                        ? before.clearing(!holds && clear(rule, watermark), watermark, rule)
                        : before.pending(holds, now(rule, watermark), rule.forMillis());
        var change =
                state.firing() == before.firing()
                        ? steadyAgain(rule, watermark).or(() -> stepped(rule, watermark))
                        : turned(service, before, rule, watermark);
        learned.ifPresent(known -> learn(known, rule, watermark));
        quiet = !rule.steps() && state.idle();
        return change;
    }

    /// Changes with the ends of the windows and with the minute to learn from.
    private long moment(Rule rule, long watermark) {
        long moment = Math.floorDiv(Math.min(watermark, ring.last()), MINUTE);
        for (var condition : rule.when()) {
            moment = 31 * moment + condition.end(ring, watermark);
        }
        return moment;
    }

    /// Notes the value of the newest minute, unless it is in trouble; what has lasted for a day is
    /// how things are now.
    private void learn(Learned known, Rule rule, long watermark) {
        long minute = Math.floorDiv(Math.min(watermark, ring.last()), MINUTE);
        if (minute <= known.baseline().noted()) {
            return;
        }
        if (state.idle() || (state.firing() && watermark - state.since() >= DAY)) {
            rule.value(known(), minute * MINUTE)
                    .ifPresent(value -> known.note(new Baseline.Noted(minute, value)));
        }
    }

    /// Whether nothing is known of it that could matter any more: nothing is open, and it has been
    /// silent for longer than anything of it counts.
    ///
    /// @param rule the one that watches it; empty for none
    public boolean forgettable(Optional<Rule> rule, long watermark) {
        long kept = rule.map(one -> one.keptFor(learned)).orElse(DAY);
        return ring.isEmpty()
                || (state.idle() && state.breach().isEmpty() && watermark - ring.last() > kept);
    }

    /// The rule watches this service no more: what it has told of is over.
    public Optional<RuleChange> withdraw() {
        var before = state;
        state = RuleState.NEW;
        cadence = Cadence.NEW;
        quiet = true;
        judgedBy = Optional.empty();
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
            String service, RuleState before, Rule rule, long watermark) {
        if (state.flapping()) {
            return Optional.empty();
        }
        boolean opens = state.breach().isEmpty();
        var breach =
                opens
                        ? Ids.hex("rule", rule.name(), service, Long.toString(state.pending()))
                        : state.breach();
        boolean flaps = state.turnsOften();
        var course = course(state.firing() ? RuleState.NEVER : before.clearSince());
        if (opens) {
            return Optional.of(
                    tell(RuleChange.Kind.FIRING, breach, flaps, course, rule, watermark));
        }
        var kind = flaps ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, breach, flaps, course, rule, watermark));
    }

    private RuleChange.Course course(long clear) {
        return new RuleChange.Course(
                state.firing() ? state.since() : RuleState.NEVER,
                state.pending(),
                clear,
                state.turns());
    }

    /// Having been quiet for long enough it no longer flaps.
    private Optional<RuleChange> steadyAgain(Rule rule, long watermark) {
        if (!state.flapping() || !state.quietAt(watermark)) {
            return Optional.empty();
        }
        var course = course(RuleState.NEVER);
        state = state.steady();
        var kind = state.firing() ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, state.breach(), false, course, rule, watermark));
    }

    /// While it fires, another step is in force than was told.
    private Optional<RuleChange> stepped(Rule rule, long watermark) {
        return state.firing()
                        && !state.flapping()
                        && rule.steps()
                        && holds(rule, watermark)
                        && reached(rule, watermark) != state.step()
                ? Optional.of(
                        tell(
                                RuleChange.Kind.UPDATED,
                                state.breach(),
                                false,
                                course(RuleState.NEVER),
                                rule,
                                watermark))
                : Optional.empty();
    }

    private RuleChange tell(
            RuleChange.Kind kind,
            String breach,
            boolean flaps,
            RuleChange.Course course,
            Rule rule,
            long watermark) {
        int revision = state.revision() + 1;
        boolean over = kind == RuleChange.Kind.CLEARED;
        int step = over ? 0 : reached(rule, watermark);
        state = state.told(over ? "" : breach, over ? 0 : revision, flaps, step);
        return new RuleChange(
                kind,
                breach,
                revision,
                now(rule, watermark),
                state.firing(),
                flaps,
                course,
                rule.facet(step),
                rule.forecastOver() > 0 ? Trend.of(ring, rule.forecastOver()) : Optional.empty(),
                windows(rule, watermark),
                ring.first(),
                watermark);
    }

    private Known known() {
        return new Known(ring, learned, latest, streak);
    }

    private List<RuleChange.Window> windows(Rule rule, long watermark) {
        var known = known();
        return looked(rule).stream()
                .map(one -> one.window(rule.measure(), known, watermark))
                .toList();
    }

    /// The conditions that people hear of: of steps only the one in force.
    private List<Condition> looked(Rule rule) {
        return rule.steps() ? List.of(rule.when().get(state.step())) : rule.when();
    }

    /// The number of the last step that is reached; 0 where none is.
    private int reached(Rule rule, long watermark) {
        int step = rule.steps() ? rule.when().size() - 1 : 0;
        while (step > 0 && !rule.when().get(step).holds(known(), watermark)) {
            step--;
        }
        return step;
    }

    /// Event time of what happens now: that of the newest sample, or of the ticks where time alone
    /// makes something happen.
    private long now(Rule rule, long watermark) {
        return rule.steps() ? Math.max(ring.last(), watermark) : ring.last();
    }

    private boolean holds(Rule rule, long watermark) {
        for (int i = 0; i < calm.length; i++) {
            if (calm[i].covers(ring.last(), ring.badCounted())) {
                continue;
            }
            var condition = rule.when().get(i);
            if (condition.holds(known(), watermark)) {
                return true;
            }
            calm[i] = condition.calm(ring);
        }
        return false;
    }

    private boolean clear(Rule rule, long watermark) {
        var known = known();
        return rule.when().stream().allMatch(one -> one.clear(known, watermark));
    }

    /// Sets the rule that is watched from now on.
    public void watch(Rule rule) {
        if (judgedBy.isEmpty() || !judgedBy.get().equals(rule)) {
            judgedBy = Optional.of(rule);
            calm = new Calm[rule.when().size()];
            Arrays.fill(calm, Calm.NONE);
            quiet = false;
            var learns = rule.learns();
            if (!learned.map(Learned::about).orElse("").equals(learns)) {
                learned =
                        learns.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Learned(learns, ring.first()));
            }
        }
    }
}
