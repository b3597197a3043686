package tocsin.responder.execution;

import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Proposal;

import java.time.Instant;
import java.util.List;

/// What a record tells the executor to do. Whoever may write to the topic may have written it.
///
/// @param undoing whether it is about taking the action back
/// @param hash of the proposal, as the record has it
/// @param policy that is said to approve it beforehand; empty for people
/// @param beginBy not after this
public record Order(
        Proposal proposal,
        boolean undoing,
        String hash,
        int revision,
        List<Approval> approvals,
        String policy,
        Instant beginBy) {

    public Order {
        approvals = List.copyOf(approvals);
    }

    /// What is run once at most.
    public RunId id() {
        return new RunId(proposal.id(), undoing);
    }
}
