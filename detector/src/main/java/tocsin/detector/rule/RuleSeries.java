package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Series;
import tocsin.schemas.identity.Ids;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One service under one rule: what was counted, the state, and the decision what they mean at a
/// time. Firing is eager, at the newest event time; clearing waits for the watermark.
public final class RuleSeries implements Series {
    private final Ring ring;
    private RuleState state;
    private Optional<Rule> judgedBy = Optional.empty();

    /// Of each condition, how long it need not be looked at.
    private Calm[] calm = {};

    /// Nothing can happen before something is counted or the rule changes.
    private boolean quiet;

    public RuleSeries(Ring ring, RuleState state) {
        this.ring = ring;
        this.state = state;
    }

    @Override
    public Ring ring() {
        return ring;
    }

    public RuleState state() {
        return state;
    }

    @Override
    public void count(long start, long end, long bad, long total, Ring.BucketListener onClosed) {
        ring.add(start, end, bad, total, onClosed);
        quiet = false;
    }

    /// Decides what has happened.
    ///
    /// @param service whose series it is
    /// @param watermark time before which no more samples are waited for
    public Optional<RuleChange> evaluate(String service, Rule rule, long watermark) {
        judgedBy(rule);
        if (quiet || ring.isEmpty()) {
            return Optional.empty();
        }
        var before = state;
        boolean holds = holds(rule, watermark);
        state =
                before.firing()
                        ? before.clearing(!holds && clear(rule, watermark), watermark, rule)
                        : before.pending(holds, ring.last(), rule.forMillis());
        var change =
                state.firing() == before.firing()
                        ? steadyAgain(rule, watermark)
                        : turned(service, rule, watermark);
        quiet = state.idle();
        return change;
    }

    /// The rule watches this service no more: what it has told of is over.
    public Optional<RuleChange> withdraw() {
        var before = state;
        state = RuleState.NEW;
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
                                0,
                                List.of()));
    }

    /// It has just fired or cleared. While it flaps nothing is told of that.
    private Optional<RuleChange> turned(String service, Rule rule, long watermark) {
        if (state.flapping()) {
            return Optional.empty();
        }
        boolean opens = state.breach().isEmpty();
        var breach =
                opens
                        ? Ids.hex("rule", rule.name(), service, Long.toString(state.pending()))
                        : state.breach();
        boolean flaps = state.turnsOften();
        if (opens) {
            return Optional.of(tell(RuleChange.Kind.FIRING, breach, flaps, rule, watermark));
        }
        var kind = flaps ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, breach, flaps, rule, watermark));
    }

    /// Having been quiet for long enough it no longer flaps.
    private Optional<RuleChange> steadyAgain(Rule rule, long watermark) {
        if (!state.flapping() || !state.quietAt(watermark)) {
            return Optional.empty();
        }
        state = state.steady();
        var kind = state.firing() ? RuleChange.Kind.UPDATED : RuleChange.Kind.CLEARED;
        return Optional.of(tell(kind, state.breach(), false, rule, watermark));
    }

    private RuleChange tell(
            RuleChange.Kind kind, String breach, boolean flaps, Rule rule, long watermark) {
        int revision = state.revision() + 1;
        boolean over = kind == RuleChange.Kind.CLEARED;
        state = state.told(over ? "" : breach, over ? 0 : revision, flaps);
        return new RuleChange(
                kind,
                breach,
                revision,
                ring.last(),
                state.firing(),
                flaps,
                state.since(),
                rule.when().stream().map(one -> window(rule.measure(), one, watermark)).toList());
    }

    private RuleChange.Window window(Measure measure, Condition condition, long watermark) {
        long end = condition.end(ring, watermark);
        return new RuleChange.Window(measure, condition, end, ring.sum(condition.window(), end));
    }

    private boolean holds(Rule rule, long watermark) {
        for (int i = 0; i < calm.length; i++) {
            if (calm[i].covers(ring.last(), ring.badCounted())) {
                continue;
            }
            var condition = rule.when().get(i);
            if (condition.holds(ring, watermark)) {
                return true;
            }
            calm[i] = condition.calm(ring);
        }
        return false;
    }

    private boolean clear(Rule rule, long watermark) {
        return rule.when().stream().allMatch(one -> one.clear(ring, watermark));
    }

    private void judgedBy(Rule rule) {
        if (judgedBy.isEmpty() || !judgedBy.get().equals(rule)) {
            judgedBy = Optional.of(rule);
            calm = new Calm[rule.when().size()];
            Arrays.fill(calm, Calm.NONE);
            quiet = false;
        }
    }
}
