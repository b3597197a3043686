package tocsin.detector.rule;

import java.util.List;

/// How a rule stands for one service.
///
/// @param at event time that its values end at, epoch milliseconds
/// @param since event time since which it holds or fires; [RuleState#NEVER] for neither
/// @param facet class that its breach has, or would have
/// @param compared what each condition compares
public record RuleStanding(
        long at, Phase phase, boolean firing, long since, String facet, List<Compared> compared) {
    /// What it is up to.
    public enum Phase {
        /// Nothing is wrong.
        QUIET,
        /// It holds, but not for long enough yet.
        PENDING,
        FIRING,
        /// It comes and goes; its breach is open.
        FLAPPING,
        /// Nobody watches any more.
        WITHDRAWN
    }

    public RuleStanding {
        compared = List.copyOf(compared);
    }

    /// Of a series that nobody watches any more.
    ///
    /// @param at event time of the newest sample
    static RuleStanding withdrawn(long at) {
        return new RuleStanding(at, Phase.WITHDRAWN, false, RuleState.NEVER, "", List.of());
    }
}
