package tocsin.responder.execution;

import tocsin.responder.remediation.Action;
import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.Keys;
import tocsin.responder.remediation.Plan;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Judges orders.
///
/// @param catalogue of the set of definitions that the order names; nothing when there is none
/// @param keys whose approvals count
/// @param stopped why nothing may begin, when the kill switch is on
/// @param busy targets that something runs on now
public record Guard(
        Optional<Catalogue> catalogue,
        Keys keys,
        Limits limits,
        Optional<String> stopped,
        Ledger ledger,
        Set<String> busy) {

    /// Whether an order is run.
    public Verdict judge(Order order, Instant now) {
        var known = ledger.newest(order.id());
        if (known.isPresent()) {
            return new Verdict.Skip("it is " + known.get().kind() + " already");
        }
        if (!now.isBefore(order.beginBy())) {
            return new Verdict.Skip("its time is over");
        }
        var proposal = order.proposal();
        var action = catalogue.flatMap(set -> set.action(proposal.action()));
        if (action.isEmpty()) {
            return new Verdict.Refuse("the catalogue has no such action");
        }
        Plan plan;
        try {
            plan =
                    Plan.of(
                            action.get(),
                            proposal.definitions(),
                            proposal.service(),
                            proposal.incident(),
                            proposal.target(),
                            proposal.parameters(),
                            proposal.undo());
        } catch (IllegalArgumentException e) {
            return new Verdict.Refuse(String.valueOf(e.getMessage()));
        }
        if (!plan.text().equals(proposal.plan()) || !proposal.hash().equals(order.hash())) {
            return new Verdict.Refuse("it is not what the catalogue says");
        }
        var objection = stop().or(() -> authority(order, action.get(), now)).or(() -> busy(order));
        if (objection.isPresent()) {
            return new Verdict.Refuse(objection.get());
        }
        var step = order.undoing() ? plan.undo() : plan.run();
        if (step == null) {
            return new Verdict.Refuse("there is nothing to be run");
        }
        return limits.objection(step)
                .<Verdict>map(Verdict.Refuse::new)
                .orElseGet(() -> new Verdict.Go(step, action.get().execution().runWithin()));
    }

    private Optional<String> stop() {
        return stopped.map(reason -> "remediation is stopped: " + reason);
    }

    private Optional<String> authority(Order order, Action action, Instant now) {
        if (order.undoing()) {
            var ran = ledger.newest(new RunId(order.proposal().id(), false));
            if (ran.filter(
                            told ->
                                    told.kind() == Told.Kind.DONE
                                            && told.hash().equals(order.hash()))
                    .isEmpty()) {
                return Optional.of("it was never run here, so there is nothing to take back");
            }
        }
        return order.policy().isEmpty() ? people(order, action, now) : policy(order, action, now);
    }

    private Optional<String> people(Order order, Action action, Instant now) {
        var approvers = new HashSet<String>();
        for (var approval : order.approvals()) {
            if (counts(approval, order, now)) {
                approvers.add(approval.approver());
            }
        }
        approvers.remove(order.proposal().requester());
        int needed = action.destructive() ? 2 : 1;
        return approvers.size() >= needed
                ? Optional.empty()
                : Optional.of(
                        "%d valid approvals, and it needs %d".formatted(approvers.size(), needed));
    }

    /// Of what is taken back the approval was used in time, or it would not have run.
    private boolean counts(Approval approval, Order order, Instant now) {
        return keys.signed(approval)
                && approval.remediation().equals(order.proposal().id())
                && approval.hash().equals(order.hash())
                && approval.revision() == order.revision()
                && !approval.approver().isBlank()
                && (order.undoing() || now.isBefore(approval.validUntil()));
    }

    /// A policy stands on a topic. What it may approve stands in the executor's own settings too.
    private Optional<String> policy(Order order, Action action, Instant now) {
        var proposal = order.proposal();
        var policy = catalogue.orElseThrow().policy();
        if (action.destructive()
                || !policy.name().equals(order.policy())
                || !policy.approves(proposal.action(), proposal.service())) {
            return Optional.of("no policy approves it beforehand");
        }
        if (!limits.preApproved().contains(proposal.action() + "/" + proposal.service())) {
            return Optional.of("this executor runs it for people only; see TOCSIN_PREAPPROVED");
        }
        if (!order.undoing() && ledger.begun(proposal.service(), now) >= policy.perHour()) {
            return Optional.of(policy.perHour() + " were begun within an hour");
        }
        return Optional.empty();
    }

    private Optional<String> busy(Order order) {
        var target = order.proposal().target();
        return busy.contains(target)
                ? Optional.of("something runs on " + target)
                : Optional.empty();
    }
}
