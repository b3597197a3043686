package tocsin.responder.executor;

import org.jspecify.annotations.Nullable;

import tocsin.responder.RemediationRecords;
import tocsin.responder.execution.Order;
import tocsin.responder.execution.Place;
import tocsin.responder.execution.RunId;
import tocsin.responder.execution.Told;
import tocsin.responder.remediation.Approval;
import tocsin.schemas.Cause;
import tocsin.schemas.Envelope;
import tocsin.schemas.Lease;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.RemediationStep;
import tocsin.schemas.RunEnded;
import tocsin.schemas.Topics;

import java.util.Optional;

/// Between records and what the executor's rules know.
final class Mapping {
    private Mapping() {}

    /// The order that a record gives, if it gives one.
    ///
    /// @throws IllegalArgumentException when the order makes no sense
    static Optional<Order> order(RemediationCommand command) {
        boolean undoing = command.getKind() == RemediationKind.ROLLING_BACK;
        var authority = command.getAuthority();
        if (authority == null || (!undoing && command.getKind() != RemediationKind.APPROVED)) {
            return Optional.empty();
        }
        return Optional.of(
                new Order(
                        RemediationRecords.proposal(command),
                        undoing,
                        command.getHash(),
                        command.getRevision(),
                        authority.getApprovals().stream().map(Mapping::approval).toList(),
                        authority.getPolicy(),
                        authority.getValidUntil()));
    }

    private static Approval approval(tocsin.schemas.Approval signed) {
        return new Approval(
                signed.getAction(),
                signed.getRemediation(),
                signed.getHash(),
                signed.getRevision(),
                signed.getApprover(),
                signed.getAt(),
                signed.getValidUntil(),
                signed.getKey(),
                signed.getSignature());
    }

    /// What a record tells of a run, if we know what it means.
    static Optional<Told> told(RemediationResult result) {
        if (result.getKind() == RemediationResultKind.UNKNOWN
                || result.getStep() == RemediationStep.UNKNOWN) {
            return Optional.empty();
        }
        var at = result.getEnvelope().getAt();
        var lease = result.getLease();
        return Optional.of(
                new Told(
                        new RunId(
                                result.getRemediation(), result.getStep() == RemediationStep.UNDO),
                        result.getService(),
                        result.getIncident(),
                        Told.Kind.valueOf(result.getKind().name()),
                        result.getHash(),
                        at,
                        result.getReason(),
                        lease == null ? at : lease.getUntil(),
                        null,
                        0,
                        place(result.getEnvelope().getCause()),
                        lease == null ? "" : lease.getStatus()));
    }

    private static @Nullable Place place(@Nullable Cause cause) {
        return cause == null || !cause.getTopic().equals(Topics.REMEDIATIONS.name(""))
                ? null
                : new Place(cause.getPartition(), cause.getOffset());
    }

    /// @param cause the record that gave the order; empty for later news
    static RemediationResult result(Told told, Optional<Cause> cause, String executor) {
        var step = told.id().undoing() ? RemediationStep.UNDO : RemediationStep.RUN;
        var kind = RemediationResultKind.valueOf(told.kind().name());
        boolean runs = told.kind() == Told.Kind.STARTED || told.kind() == Told.Kind.HEARTBEAT;
        var outcome = told.outcome();
        return RemediationResult.newBuilder()
                .setEnvelope(
                        Envelope.newBuilder()
                                .setId(
                                        "%s/%s/%s%s"
                                                .formatted(
                                                        told.id().remediation(),
                                                        step,
                                                        kind,
                                                        told.kind() == Told.Kind.HEARTBEAT
                                                                ? "/" + told.beat()
                                                                : ""))
                                .setAt(told.at())
                                .setCause(cause.orElse(null))
                                .build())
                .setKind(kind)
                .setService(told.service())
                .setIncident(told.incident())
                .setRemediation(told.id().remediation())
                .setStep(step)
                .setHash(told.hash())
                .setExecutor(executor)
                .setReason(told.reason())
                .setLease(
                        runs
                                ? Lease.newBuilder()
                                        .setUntil(told.leaseUntil())
                                        .setIdempotencyKey(key(told.id()))
                                        .setStatus(told.status())
                                        .build()
                                : null)
                .setEnded(
                        outcome == null
                                ? null
                                : RunEnded.newBuilder()
                                        .setExitCode(outcome.exitCode())
                                        .setOutput(outcome.output())
                                        .setReconciled(outcome.reconciled())
                                        .build())
                .build();
    }

    /// What the target is told, so that it does the same thing once.
    static String key(RunId id) {
        return id.remediation() + (id.undoing() ? "/undo" : "/run");
    }
}
