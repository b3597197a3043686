package tocsin.detector.slo;

import java.util.Optional;

/// What an evaluation brought: a step of a breach, a signal, or both.
///
/// @param breach what happened to the breach
/// @param breachId the breach; empty when there is none
/// @param revision number of this telling of the breach, from 1
/// @param reason why, beyond what was counted
/// @param signal whether how the objective stands is to be told
/// @param standing how the objective stands
/// @param evidence what the breach's step was decided from; none without one
public record Change(
        Kind breach,
        String breachId,
        int revision,
        Reason reason,
        boolean signal,
        Standing standing,
        Optional<Evidence> evidence) {
    /// What happened to a breach.
    public enum Kind {
        NONE,
        FIRING,
        UPDATED,
        CLEARED
    }

    /// What a step of a breach comes from.
    public enum Reason {
        /// What was counted, and nothing else.
        COUNTS,
        /// Part of a rolling period's spent budget is back.
        BUDGET_RESTORED,
        /// A new calendar period has begun, and with it a new budget.
        BUDGET_RESET
    }
}
