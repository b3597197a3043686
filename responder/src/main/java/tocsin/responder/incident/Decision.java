package tocsin.responder.incident;

import tocsin.responder.policy.Judgement;
import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Decides what has just happened to a service's incidents.
public final class Decision {
    private Decision() {}

    /// The facts that follow from one input, in order; none when it changes nothing.
    ///
    /// @param now the time of the decision; delays run from it
    public static List<Fact> decide(
            ServiceState state, Input input, Instant now, Rulebook rulebook) {
        return switch (input) {
            case Input.BreachChanged breach ->
                    breach(new Draft(state, breach.at(), now, rulebook), breach);
            case Input.AlertChanged alert ->
                    alert(new Draft(state, alert.at(), now, rulebook), alert);
            case Input.Acted action -> {
                var draft = new Draft(state, action.at(), now, rulebook);
                if (action.act() == Act.DRILL) {
                    new Drills(draft, action).decide();
                } else {
                    new Actions(draft, action).decide();
                }
                yield draft.facts();
            }
            case Input.DeliveryReported delivery ->
                    delivery(new Draft(state, delivery.at(), now, rulebook), delivery);
            case Input.RemediationMoved moved -> {
                var draft = new Draft(state, moved.at(), now, rulebook);
                draft.find(moved.incident())
                        .ifPresent(
                                incident -> new Matters(draft, incident.id()).remediation(moved));
                yield draft.facts();
            }
            case Input.TimerFired fired -> timer(new Draft(state, now, now, rulebook), fired);
        };
    }

    private static List<Fact> breach(Draft draft, Input.BreachChanged breach) {
        for (var stream : Stream.values()) {
            var called = breach.calledFor(stream, draft.state().service(), draft.rulebook());
            boolean steps = stream == Stream.BUDGET && Budgets.only(breach);
            var causes = new Causes(draft, stream, "", breach.title(), !steps);
            called.ifPresentOrElse(
                    judgement -> causes.fire(cause(breach, judgement)),
                    () -> causes.end(breach.cause(), "the objective is met again", breach.text()));
        }
        new Budgets(draft).tell(breach);
        return draft.facts();
    }

    private static Cause cause(Input.BreachChanged breach, Judgement judgement) {
        return new Cause(
                breach.cause(),
                true,
                judgement.severity(),
                judgement.reason(),
                breach.text(),
                breach.labels(),
                null);
    }

    private static List<Fact> alert(Draft draft, Input.AlertChanged alert) {
        var causes = new Causes(draft, Stream.PAGE, alert.key(), alert.title());
        if (!alert.firing()) {
            causes.end(alert.cause(), "its source says that the alert ended", "");
            return draft.facts();
        }
        var judgement = draft.rulebook().ofAlert(alert.severity());
        var cause =
                new Cause(
                        alert.cause(),
                        true,
                        judgement.severity(),
                        judgement.reason(),
                        alert.text(),
                        alert.labels(),
                        alert.expiresAt());
        if (!causes.repeats(cause)) {
            causes.fire(cause);
        }
        return draft.facts();
    }

    private static List<Fact> delivery(Draft draft, Input.DeliveryReported delivery) {
        draft.find(delivery.incident())
                .flatMap(incident -> incident.page(delivery.page()))
                .ifPresent(page -> report(draft, page, delivery));
        return draft.facts();
    }

    private static void report(Draft draft, Page page, Input.DeliveryReported delivery) {
        var ladder = new Ladder(draft, delivery.incident());
        var paging = new Paging(draft, delivery.incident());
        switch (delivery.outcome()) {
            case ACCEPTED -> {
                if (page.state() != Page.State.ACCEPTED) {
                    paging.note(page, Page.State.ACCEPTED, delivery.channel(), delivery.reason());
                    if (draft.incident(delivery.incident()).status() == Status.RESOLVED) {
                        paging.tellResolved();
                    }
                }
            }
            case OUTCOME_UNKNOWN -> {
                if (page.state() == Page.State.PENDING) {
                    paging.note(page, Page.State.UNKNOWN, delivery.channel(), delivery.reason());
                }
            }
            case UNDELIVERABLE -> {
                if (page.undecided()) {
                    ladder.fail(page, Page.State.REFUSED, delivery.reason());
                }
            }
            case WITHDRAWN -> {
                if (page.undecided()) {
                    ladder.fail(page, Page.State.WITHDRAWN, delivery.reason());
                }
            }
        }
    }

    private static List<Fact> timer(Draft draft, Input.TimerFired fired) {
        draft.state().open().stream()
                .filter(incident -> incident.stream() == Stream.PAGE)
                .filter(incident -> Timer.dependants(incident.id()).equals(fired.timer()))
                .findFirst()
                .ifPresent(incident -> new Dependants(draft, incident).look(fired.seen()));
        draft.state().timers().stream()
                .filter(timer -> timer.id().equals(fired.timer()))
                .filter(timer -> !draft.now().isBefore(timer.due()))
                .findFirst()
                .ifPresent(timer -> fire(draft, timer, fired.seen()));
        return draft.facts();
    }

    private static void fire(Draft draft, Timer timer, Seen seen) {
        var incident = draft.incident(timer.incident());
        var ladder = new Ladder(draft, timer.incident());
        switch (timer.kind()) {
            case DELIVERY ->
                    ladder.fail(
                            incident.page(timer.subject()).orElseThrow(),
                            Page.State.WITHDRAWN,
                            "no channel accepted it in time");
            case ACKNOWLEDGEMENT ->
                    ladder.climb(
                            "nobody acknowledged in time",
                            Duration.between(timer.due(), draft.now()));
            case EXPIRY ->
                    new Causes(draft, incident.stream(), incident.key(), incident.title())
                            .expire(incident, timer.subject());
            case RESPONSE ->
                    draft.add(
                            new Fact.ResponseMissed(
                                    incident.id(), draft.at(), incident.severity(), timer.due()));
            case SEVERITY ->
                    new Triage(draft, incident.id())
                            .change(
                                    Severity.SEV1,
                                    incident.severity().text() + " was not resolved in time");
            case UPDATE -> {
                new Paging(draft, incident.id()).remind(timer.due());
                new Clocks(draft, incident.id()).reminded();
            }
            case LAPSE -> ladder.lapse("nothing was heard since it was acknowledged");
            case FALL -> new Triage(draft, incident.id()).fall();
            case HOLD -> ladder.ask(seen);
            case COUNT -> {
                if (seen.folded() > 0) {
                    draft.add(
                            new Fact.Folded(incident.id(), draft.at(), draft.now(), seen.folded()));
                }
            }
            case CALM ->
                    Causes.resolve(draft, incident.id(), "nothing has fired for a while any more");
        }
    }
}
