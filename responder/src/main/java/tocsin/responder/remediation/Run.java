package tocsin.responder.remediation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One remediation from its proposal to its end.
///
/// @param revision how often its incident has changed so that people have to look again
/// @param approvals so far; those it was begun on, from APPROVED on
/// @param policy that approved it beforehand; empty for people
/// @param due when it goes on by itself; null in a last state
/// @param undoable whether the executor can take it back
public record Run(
        Proposal proposal,
        State state,
        int revision,
        List<Approval> approvals,
        String policy,
        @Nullable Instant due,
        Duration runWithin,
        Duration verifyWithin,
        boolean undoable) {

    /// The executor begins within this, or not at all.
    public static final Duration BEGIN_WITHIN = Duration.ofMinutes(2);

    /// News of the executor may take so long.
    public static final Duration NEWS_WITHIN = Duration.ofMinutes(1);

    public Run {
        approvals = List.copyOf(approvals);
    }

    String id() {
        return proposal.id();
    }

    Run to(State next, @Nullable Instant until) {
        return new Run(
                proposal,
                next,
                revision,
                approvals,
                policy,
                until,
                runWithin,
                verifyWithin,
                undoable);
    }

    Run with(List<Approval> counted) {
        return new Run(
                proposal, state, revision, counted, policy, due, runWithin, verifyWithin, undoable);
    }

    /// To be looked at again.
    Run changed() {
        return new Run(
                proposal,
                state,
                revision + 1,
                List.of(),
                policy,
                due,
                runWithin,
                verifyWithin,
                undoable);
    }

    Run by(String approvingPolicy) {
        return new Run(
                proposal,
                state,
                revision,
                approvals,
                approvingPolicy,
                due,
                runWithin,
                verifyWithin,
                undoable);
    }
}
