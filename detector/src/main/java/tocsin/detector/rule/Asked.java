package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Ring;
import tocsin.detector.window.Trend;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A rule, and what its conditions say of one series.
final class Asked {
    private static final long MINUTE = 60_000;

    private final Rule rule;
    private final Known known;
    private final Ring ring;

    /// Of each condition, how long it need not be looked at.
    private final Calm[] calm;

    Asked(Rule rule, Known known) {
        this.rule = rule;
        this.known = known;
        this.ring = known.ring();
        this.calm = new Calm[rule.when().size()];
        Arrays.fill(calm, Calm.NONE);
    }

    Rule rule() {
        return rule;
    }

    /// Whether any condition holds.
    boolean holds(long watermark) {
        for (int i = 0; i < calm.length; i++) {
            if (calm[i].covers(ring.last(), ring.badCounted())) {
                continue;
            }
            var condition = rule.when().get(i);
            if (condition.holds(known, watermark)) {
                return true;
            }
            calm[i] = condition.calm(ring);
        }
        return false;
    }

    /// Whether every condition is clear.
    boolean clear(long watermark) {
        for (var condition : rule.when()) {
            if (!condition.clear(known, watermark)) {
                return false;
            }
        }
        return true;
    }

    /// Changes with the ends of the windows and with the minute to learn from.
    long moment(long watermark) {
        long moment = Math.floorDiv(Math.min(watermark, ring.last()), MINUTE);
        for (var condition : rule.when()) {
            moment = 31 * moment + condition.end(ring, watermark);
        }
        return moment;
    }

    /// Event time of what happens now: that of the newest sample, or of the ticks where time alone
    /// makes something happen.
    long now(long watermark) {
        return rule.steps() ? Math.max(ring.last(), watermark) : ring.last();
    }

    /// The number of the last step that is reached; 0 where none is.
    int reached(long watermark) {
        int step = rule.steps() ? rule.when().size() - 1 : 0;
        while (step > 0 && !rule.when().get(step).holds(known, watermark)) {
            step--;
        }
        return step;
    }

    /// What each condition that people hear of has found.
    List<Compared> compared(int step, long watermark) {
        return told(step).stream().map(one -> one.compared(known, watermark)).toList();
    }

    /// The same with the windows, as evidence.
    List<RuleChange.Window> windows(int step, long watermark) {
        return told(step).stream()
                .map(one -> one.window(rule.measure(), known, watermark))
                .toList();
    }

    /// Where it goes, if the rule forecasts.
    Optional<Trend> trend() {
        return rule.forecastOver() > 0 ? Trend.of(ring, rule.forecastOver()) : Optional.empty();
    }

    /// Of steps only the one in force.
    private List<Condition> told(int step) {
        return rule.steps() ? List.of(rule.when().get(step)) : rule.when();
    }
}
