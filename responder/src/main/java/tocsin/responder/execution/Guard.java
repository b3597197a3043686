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
        Plan plan;
        try {
            plan = plan(order);
        } catch (IllegalArgumentException e) {
            return new Verdict.Refuse(String.valueOf(e.getMessage()));
        }
        var action = action(order);
        var objection = stop().or(() -> authority(order, action, now)).or(() -> busy(order));
        if (objection.isPresent()) {
            return new Verdict.Refuse(objection.get());
        }
        var step = order.undoing() ? plan.undo() : plan.run();
        if (step == null) {
            return new Verdict.Refuse("there is nothing to be run");
        }
        return limits.objection(step)
                .<Verdict>map(Verdict.Refuse::new)
                .orElseGet(() -> new Verdict.Go(step, action.execution().runWithin()));
    }

    /// What a run that was cut did, if its order is the one that began it: nothing is run for that,
    /// but somebody is asked who knows.
    ///
    /// @param cut what was told of it last
    public Optional<Verdict.Go> again(Order order, Told cut) {
        if (!order.id().equals(cut.id()) || !order.hash().equals(cut.hash())) {
            return Optional.empty();
        }
        try {
            var plan = plan(order);
            var within = action(order).execution().runWithin();
            return Optional.ofNullable(order.undoing() ? plan.undo() : plan.run())
                    .filter(step -> limits.objection(step).isEmpty())
                    .map(step -> new Verdict.Go(step, within));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Action action(Order order) {
        return catalogue
                .flatMap(set -> set.action(order.proposal().action()))
                .orElseThrow(
                        () -> new IllegalArgumentException("the catalogue has no such action"));
    }

    /// What the catalogue says is to be done, which is what the order says.
    private Plan plan(Order order) {
        var proposal = order.proposal();
        var plan =
                Plan.of(
                        action(order),
                        proposal.definitions(),
                        proposal.service(),
                        proposal.incident(),
                        proposal.target(),
                        proposal.parameters(),
                        proposal.undo());
        if (!plan.text().equals(proposal.plan()) || !proposal.hash().equals(order.hash())) {
            throw new IllegalArgumentException("it is not what the catalogue says");
        }
        return plan;
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
