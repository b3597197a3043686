package tocsin.responder.remediation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What people say to a proposal. Whatever does not count is refused with the reason.
final class Approving {
    /// The clock of the operators' API may be ahead of ours by so much.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    private Approving() {}

    static List<Fact> approved(
            RemediationState state, Input.Approved input, Instant now, Rules rules) {
        var approval = input.approval();
        var run = state.run(approval.remediation()).orElse(null);
        if (run == null) {
            return refused(input, "there is no such remediation, or not any more");
        }
        if (run.approvals().stream().anyMatch(one -> one.action().equals(approval.action()))) {
            // The same action once more; it was answered.
            return List.of();
        }
        var reason =
                objection(run, approval, now, rules.keys())
                        .or(() -> hindrance(state, run, now, rules));
        if (reason.isPresent()) {
            return refused(input, reason.get());
        }
        var counted = new ArrayList<>(run.approvals());
        counted.removeIf(one -> !now.isBefore(one.validUntil()));
        counted.add(approval);
        var next = run.with(counted);
        int missing = run.proposal().approvers() - counted.size();
        return List.of(
                missing > 0
                        ? new Fact.Moved(
                                next,
                                approval.approver(),
                                approval.action(),
                                "approved; %d more has to approve it".formatted(missing))
                        : new Fact.Moved(
                                begun(next, now),
                                approval.approver(),
                                approval.action(),
                                "approved"));
    }

    static List<Fact> declined(RemediationState state, Input.Declined input) {
        var run = state.run(input.remediation()).orElse(null);
        if (run == null || run.state() != State.AWAITING_APPROVAL) {
            return List.of(
                    new Fact.Refused(
                            input.remediation(),
                            input.incident(),
                            input.actor(),
                            input.action(),
                            run == null
                                    ? "there is no such remediation, or not any more"
                                    : "it is " + run.state().text() + " already"));
        }
        return List.of(
                new Fact.Moved(
                        run.to(State.REJECTED, null),
                        input.actor(),
                        input.action(),
                        input.note().isEmpty() ? "declined" : input.note()));
    }

    /// Handed to the executor.
    static Run begun(Run run, Instant now) {
        var beginBy = now.plus(Run.BEGIN_WITHIN);
        for (var approval : run.approvals()) {
            beginBy = approval.validUntil().isBefore(beginBy) ? approval.validUntil() : beginBy;
        }
        return run.to(State.APPROVED, beginBy.plus(Run.NEWS_WITHIN));
    }

    /// Why nothing may begin now, whoever approves it.
    static Optional<String> hindrance(RemediationState state, Run run, Instant now, Rules rules) {
        if (rules.stopped().isPresent()) {
            return Optional.of("remediation is stopped: " + rules.stopped().get());
        }
        var other =
                state.runs().stream()
                        .filter(one -> one.state().inFlight())
                        .filter(one -> one.proposal().target().equals(run.proposal().target()))
                        .findFirst();
        if (other.isPresent()) {
            return Optional.of(
                    "%s is in flight on %s".formatted(other.get().id(), run.proposal().target()));
        }
        int perHour = rules.catalogue().policy().perHour();
        var since = now.minus(RemediationState.HOUR);
        if (state.begun().stream().filter(at -> at.isAfter(since)).count() >= perHour) {
            return Optional.of(
                    "%d were begun for %s within an hour, and no more may be"
                            .formatted(perHour, state.service()));
        }
        return Optional.empty();
    }

    private static Optional<String> objection(Run run, Approval approval, Instant now, Keys keys) {
        var proposal = run.proposal();
        if (run.state() != State.AWAITING_APPROVAL) {
            return Optional.of("it is " + run.state().text() + " already");
        }
        if (!now.isBefore(proposal.expiresAt())) {
            return Optional.of("it has expired");
        }
        if (!keys.signed(approval)) {
            return Optional.of("nobody known has signed the approval");
        }
        if (!approval.hash().equals(proposal.hash())) {
            return Optional.of("it is not what was shown; look at it again");
        }
        if (approval.revision() != run.revision()) {
            return Optional.of("its incident has changed since; look at it again");
        }
        if (!now.isBefore(approval.validUntil()) || approval.at().isAfter(now.plus(CLOCKS_APART))) {
            return Optional.of("the approval is not valid now");
        }
        if (approval.approver().isBlank() || approval.approver().equals(proposal.requester())) {
            return Optional.of("whoever asked for it cannot approve it");
        }
        if (run.approvals().stream().anyMatch(one -> one.approver().equals(approval.approver()))) {
            return Optional.of(approval.approver() + " has approved it; another person has to");
        }
        return Optional.empty();
    }

    private static List<Fact> refused(Input.Approved input, String reason) {
        var approval = input.approval();
        return List.of(
                new Fact.Refused(
                        approval.remediation(),
                        input.incident(),
                        approval.approver(),
                        approval.action(),
                        reason));
    }
}
