package tocsin.responder.remediation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How a remediation goes on by what the executor tells, what becomes of its incident, and time.
final class Progress {
    /// An executor that was killed in the middle may need so long to find out what happened.
    static final Duration RECONCILE_WITHIN = Duration.ofMinutes(10);

    private Progress() {}

    /// People who looked before the severity changed have to look again.
    static List<Fact> rated(RemediationState before, Input.Rated input) {
        boolean changed =
                before.incident(input.id())
                        .filter(open -> open.severity() != input.severity())
                        .isPresent();
        var facts = new ArrayList<Fact>();
        for (var run : changed ? before.runs() : List.<Run>of()) {
            if (run.state() == State.AWAITING_APPROVAL
                    && run.proposal().incident().equals(input.id())) {
                facts.add(
                        moved(
                                run.changed(),
                                "its incident is %s now; approvals so far do not count"
                                        .formatted(input.severity())));
            }
        }
        return facts;
    }

    /// The incident is over.
    static List<Fact> over(RemediationState state, String incident) {
        var facts = new ArrayList<Fact>();
        for (var run : state.runs()) {
            if (!run.proposal().incident().equals(incident)) {
                continue;
            }
            switch (run.state()) {
                case AWAITING_APPROVAL ->
                        facts.add(moved(run.to(State.CANCELLED, null), "its incident is over"));
                case VERIFYING ->
                        facts.add(moved(run.to(State.SUCCEEDED, null), "its incident is over"));
                default -> {}
            }
        }
        return facts;
    }

    static List<Fact> executed(RemediationState state, Input.Executed input, Instant now) {
        var run = state.run(input.remediation()).orElse(null);
        if (run == null) {
            return List.of();
        }
        return input.undoing() ? undone(run, input) : ran(state, run, input, now);
    }

    private static List<Fact> ran(
            RemediationState state, Run run, Input.Executed input, Instant now) {
        boolean expected = run.state() == State.APPROVED || run.state() == State.RUNNING;
        if (!expected) {
            return List.of();
        }
        return switch (input.result()) {
            case STARTED ->
                    run.state() == State.RUNNING
                            ? List.of()
                            : List.of(
                                    moved(
                                            run.to(
                                                    State.RUNNING,
                                                    now.plus(run.runWithin())
                                                            .plus(RECONCILE_WITHIN)),
                                            input.reason()));
            case DONE -> verifying(state, run, now);
            case REFUSED, FAILED, OUTCOME_UNKNOWN ->
                    List.of(moved(run.to(State.FAILED, null), reason(input)));
        };
    }

    private static List<Fact> verifying(RemediationState state, Run run, Instant now) {
        var verifying = run.to(State.VERIFYING, now.plus(run.verifyWithin()));
        var facts = new ArrayList<Fact>();
        facts.add(moved(verifying, "it ran; what fired has to stop within " + text(run)));
        if (state.incident(run.proposal().incident()).isEmpty()) {
            facts.add(moved(verifying.to(State.SUCCEEDED, null), "its incident is over"));
        }
        return facts;
    }

    private static List<Fact> undone(Run run, Input.Executed input) {
        if (run.state() != State.ROLLING_BACK) {
            return List.of();
        }
        return switch (input.result()) {
            case STARTED -> List.of();
            case DONE -> List.of(moved(run.to(State.ROLLED_BACK, null), "it was taken back"));
            case REFUSED, FAILED, OUTCOME_UNKNOWN ->
                    List.of(moved(run.to(State.ROLLBACK_FAILED, null), reason(input)));
        };
    }

    /// What goes on by itself at `now`.
    static List<Fact> due(RemediationState state, Instant now) {
        var facts = new ArrayList<Fact>();
        for (var run : state.runs()) {
            var due = run.due();
            if (due != null && !now.isBefore(due)) {
                facts.add(due(state, run, now));
            }
        }
        return facts;
    }

    private static Fact due(RemediationState state, Run run, Instant now) {
        return switch (run.state()) {
            case APPROVED -> moved(run.to(State.EXPIRED, null), "no executor has begun it in time");
            case RUNNING ->
                    moved(
                            run.to(State.FAILED, null),
                            "the executor has fallen silent; nobody knows whether it ran");
            case VERIFYING -> verified(state, run, now);
            case ROLLING_BACK ->
                    moved(
                            run.to(State.ROLLBACK_FAILED, null),
                            "the executor has not told of it in time");
            default -> moved(run.to(State.EXPIRED, null), "nobody has approved it in time");
        };
    }

    private static Fact verified(RemediationState state, Run run, Instant now) {
        boolean well =
                state.incident(run.proposal().incident())
                        .map(open -> open.firing().isEmpty())
                        .orElse(true);
        if (well) {
            return moved(run.to(State.SUCCEEDED, null), "what fired does so no more");
        }
        var reason = "what fired still does after " + text(run);
        return run.undoable()
                ? moved(
                        run.to(
                                State.ROLLING_BACK,
                                now.plus(Run.BEGIN_WITHIN)
                                        .plus(run.runWithin())
                                        .plus(RECONCILE_WITHIN)),
                        reason)
                : moved(run.to(State.FAILED, null), reason + ", and it cannot be taken back");
    }

    private static String text(Run run) {
        var within = run.verifyWithin();
        return within.toMinutes() == 0 ? within.toSeconds() + " s" : within.toMinutes() + " min";
    }

    private static String reason(Input.Executed input) {
        var what =
                switch (input.result()) {
                    case REFUSED -> "the executor refused it";
                    case OUTCOME_UNKNOWN -> "nobody knows whether it ran";
                    case STARTED, DONE, FAILED -> "it failed";
                };
        return input.reason().isEmpty() ? what : what + ": " + input.reason();
    }

    private static Fact moved(Run run, String reason) {
        return new Fact.Moved(run, "", "", reason);
    }
}
