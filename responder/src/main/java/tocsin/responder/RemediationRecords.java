package tocsin.responder;

import org.jspecify.annotations.Nullable;

import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Fact;
import tocsin.responder.remediation.Proposal;
import tocsin.responder.remediation.Risk;
import tocsin.responder.remediation.Run;
import tocsin.responder.remediation.State;
import tocsin.schemas.Authority;
import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import java.time.Instant;
import java.util.Objects;

/// Between the facts of remediations and what stands of them on the log.
public final class RemediationRecords {
    private RemediationRecords() {}

    static RemediationCommand of(
            String service, Fact fact, Instant now, Cause cause, @Nullable String trace) {
        var envelope = Envelope.newBuilder().setAt(now).setTrace(trace).setCause(cause);
        return switch (fact) {
            case Fact.Moved moved -> moved(moved, envelope, now);
            case Fact.Refused refused ->
                    RemediationCommand.newBuilder()
                            .setEnvelope(
                                    envelope.setId(
                                                    "%s/%s/%s"
                                                            .formatted(
                                                                    refused.remediation(),
                                                                    RemediationKind.ACTION_REFUSED,
                                                                    refused.action()))
                                            .build())
                            .setKind(RemediationKind.ACTION_REFUSED)
                            .setService(service)
                            .setIncident(refused.incident())
                            .setRemediation(refused.remediation())
                            .setActor(refused.actor())
                            .setReason(refused.reason())
                            .setAction(refused.action())
                            .build();
        };
    }

    private static RemediationCommand moved(
            Fact.Moved moved, Envelope.Builder envelope, Instant now) {
        var run = moved.run();
        var proposal = run.proposal();
        return RemediationCommand.newBuilder()
                .setEnvelope(envelope.setId(proposal.id() + "/" + step(run)).build())
                .setKind(RemediationKind.valueOf(run.state().name()))
                .setService(proposal.service())
                .setIncident(proposal.incident())
                .setRemediation(proposal.id())
                .setHash(proposal.hash())
                .setRevision(run.revision())
                .setDefinitions(proposal.definitions())
                .setActor(moved.actor())
                .setReason(moved.reason())
                .setProposal(shown(proposal))
                .setAuthority(authority(run, now))
                .setAction(moved.action())
                .build();
    }

    private static String step(Run run) {
        boolean again =
                run.state() == State.AWAITING_APPROVAL
                        && (run.revision() > 1 || !run.approvals().isEmpty());
        return run.state() + (again ? "/" + run.revision() + "." + run.approvals().size() : "");
    }

    private static tocsin.schemas.Proposal shown(Proposal proposal) {
        return tocsin.schemas.Proposal.newBuilder()
                .setAction(proposal.action())
                .setTarget(proposal.target())
                .setParameters(proposal.parameters())
                .setPlan(proposal.plan())
                .setRequester(proposal.requester())
                .setEvidence(proposal.evidence())
                .setRisk(proposal.risk().name())
                .setDestructive(proposal.destructive())
                .setCostNow(proposal.costNow())
                .setCostAfter(proposal.costAfter())
                .setBlastRadius(proposal.blastRadius())
                .setVerification(proposal.verification())
                .setUndo(proposal.undo())
                .setApprovers(proposal.approvers())
                .setExpiresAt(proposal.expiresAt())
                .build();
    }

    private static @Nullable Authority authority(Run run, Instant now) {
        boolean nobody = run.approvals().isEmpty() && run.policy().isEmpty();
        boolean told =
                switch (run.state()) {
                    case AWAITING_APPROVAL, APPROVED, ROLLING_BACK -> true;
                    default -> false;
                };
        return nobody || !told
                ? null
                : Authority.newBuilder()
                        .setApprovals(
                                run.approvals().stream().map(RemediationRecords::signed).toList())
                        .setPolicy(run.policy())
                        .setValidUntil(
                                switch (run.state()) {
                                    case APPROVED ->
                                            Objects.requireNonNull(run.due())
                                                    .minus(Run.NEWS_WITHIN);
                                    case ROLLING_BACK -> now.plus(Run.BEGIN_WITHIN);
                                    default -> run.proposal().expiresAt();
                                })
                        .build();
    }

    private static tocsin.schemas.Approval signed(Approval approval) {
        return tocsin.schemas.Approval.newBuilder()
                .setAction(approval.action())
                .setRemediation(approval.remediation())
                .setHash(approval.hash())
                .setRevision(approval.revision())
                .setApprover(approval.approver())
                .setAt(approval.at())
                .setValidUntil(approval.validUntil())
                .setKey(approval.key())
                .setSignature(approval.signature())
                .build();
    }

    /// What a record proposes, exactly as it stands there. Its hash is made anew from this, never
    /// taken from the record.
    ///
    /// @throws IllegalArgumentException when the record has no proposal, or none that we know
    public static Proposal proposal(RemediationCommand command) {
        var shown = command.getProposal();
        if (shown == null) {
            throw new IllegalArgumentException("the record has no proposal");
        }
        return new Proposal(
                command.getRemediation(),
                command.getService(),
                command.getIncident(),
                shown.getAction(),
                command.getDefinitions(),
                shown.getTarget(),
                shown.getParameters(),
                shown.getPlan(),
                shown.getRequester(),
                shown.getEvidence(),
                Risk.valueOf(shown.getRisk()),
                shown.getDestructive(),
                shown.getCostNow(),
                shown.getCostAfter(),
                shown.getBlastRadius(),
                shown.getVerification(),
                shown.getUndo(),
                shown.getApprovers(),
                shown.getExpiresAt());
    }
}
