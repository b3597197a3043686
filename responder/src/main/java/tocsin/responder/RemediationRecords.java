package tocsin.responder;

import org.jspecify.annotations.Nullable;

import tocsin.responder.remediation.Proposal;
import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.time.Instant;

/// What stands on the log of a proposal.
final class RemediationRecords {
    private RemediationRecords() {}

    static RemediationCommand observed(
            String service, Proposal proposal, Instant now, Cause cause, @Nullable String trace) {
        var action = proposal.action();
        return RemediationCommand.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setId(proposal.id() + "/" + RemediationKind.OBSERVED)
                                .setAt(now)
                                .setTrace(trace)
                                .setCause(cause)
                                .build())
                .setKind(RemediationKind.OBSERVED)
                .setService(service)
                .setIncident(proposal.incident())
                .setRemediation(proposal.id())
                .setHash(proposal.hash())
                .setDefinitions(proposal.definitions())
                .setReason("the mode is observe; this would have been proposed: " + action.title())
                .setProposal(
                        tocsin.schemas.Proposal.newBuilder()
                                .setAction(action.name())
                                .setTarget(proposal.target())
                                .setParameters(proposal.parameters())
                                .setPlan(proposal.plan())
                                .setEvidence(proposal.evidence())
                                .setRisk(action.risk().name())
                                .setDestructive(action.destructive())
                                .setCostNow(action.costNow())
                                .setCostAfter(action.costAfter())
                                .setBlastRadius(proposal.blastRadius())
                                .setVerification(action.verification())
                                .setUndo(proposal.undo())
                                .setApprovers(action.destructive() ? 2 : 1)
                                .setExpiresAt(proposal.expiresAt())
                                .build())
                .build();
    }
}
