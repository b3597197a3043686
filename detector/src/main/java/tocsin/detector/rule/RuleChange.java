package tocsin.detector.rule;

import tocsin.detector.window.Figures;
import tocsin.detector.window.WindowSum;

import java.util.List;

/// A step of a rule's breach, with the evidence.
///
/// @param breachId the breach
/// @param revision number of this telling of it, from 1
/// @param at event time, epoch milliseconds
/// @param firing whether the rule fires after it
/// @param flapping whether it comes and goes, so that no more is told of that
/// @param since event time since which it fires
/// @param windows what each condition has looked at; none where nothing watches any more
public record RuleChange(
        Kind kind,
        String breachId,
        int revision,
        long at,
        boolean firing,
        boolean flapping,
        long since,
        List<Window> windows) {
    /// What happened to the breach.
    public enum Kind {
        FIRING,
        UPDATED,
        CLEARED
    }

    /// What one condition has looked at.
    ///
    /// @param to end of the window, epoch milliseconds
    public record Window(Measure measure, Condition condition, long to, WindowSum sum) {
        /// What was measured over the threshold.
        public double excess() {
            return condition.excess(sum);
        }

        /// What was counted, for people.
        String counted() {
            return measure.counted(sum, Figures.last(condition.window()));
        }
    }
}
