package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What follows from something a person asked for. Refusals are facts too.
final class Actions {
    /// Longer nothing is snoozed.
    static final Duration SNOOZE_MAX = Duration.ofDays(7);

    private final Draft draft;
    private final Input.Acted action;

    Actions(Draft draft, Input.Acted action) {
        this.draft = draft;
        this.action = action;
    }

    void decide() {
        var incident = draft.find(action.incident());
        if (incident.filter(known -> known.answered().contains(action.action())).isPresent()) {
            return;
        }
        refusal(incident)
                .ifPresentOrElse(
                        reason ->
                                draft.add(
                                        new Fact.ActionRefused(
                                                action.incident(),
                                                draft.at(),
                                                action.action(),
                                                action.actor(),
                                                reason)),
                        () -> take(incident.orElseThrow()));
    }

    private Optional<String> refusal(Optional<Incident> incident) {
        if (incident.isEmpty()) {
            return Optional.of("there is no such incident, or it is long resolved");
        }
        var known = incident.get();
        if (known.status() == Status.RESOLVED && action.act() != Act.NOTE) {
            return Optional.of("the incident is resolved");
        }
        if (action.act().needsRevision() && action.revision() != known.revision()) {
            return Optional.of(
                    "the incident has changed: revision %d was seen, it is %d"
                            .formatted(action.revision(), known.revision()));
        }
        return switch (action.act()) {
            case SNOOZE -> snoozeRefusal();
            case SET_SEVERITY -> severityRefusal(known);
            case ACKNOWLEDGE, RESOLVE, NOTE, ESCALATE, DRILL -> Optional.empty();
        };
    }

    private Optional<String> snoozeRefusal() {
        var until = action.until();
        if (until == null || !until.isAfter(draft.now())) {
            return Optional.of("a snooze needs a time to come");
        }
        return until.isAfter(draft.now().plus(SNOOZE_MAX))
                ? Optional.of("a snooze lasts %d days at most".formatted(SNOOZE_MAX.toDays()))
                : Optional.empty();
    }

    private Optional<String> severityRefusal(Incident incident) {
        var severity = action.severity();
        if (severity == null) {
            return Optional.of("which severity is missing");
        }
        return incident.stream() == Stream.BUDGET && severity.pages()
                ? Optional.of("an incident of the error budget pages nobody")
                : Optional.empty();
    }

    private void take(Incident incident) {
        var id = incident.id();
        switch (action.act()) {
            case ACKNOWLEDGE -> {
                draft.add(
                        new Fact.Acknowledged(
                                id, draft.at(), action.action(), action.actor(), action.note()));
                new Clocks(draft, id).touched(null);
                new Ladder(draft, id).taken(action.action(), "acknowledged by " + action.actor());
            }
            case SNOOZE -> {
                taken(id);
                new Clocks(draft, id).touched(action.until());
                new Ladder(draft, id).taken(action.action(), "snoozed by " + action.actor());
            }
            case NOTE -> {
                taken(id);
                if (incident.status() != Status.RESOLVED) {
                    new Clocks(draft, id).touched(null);
                }
            }
            case RESOLVE -> {
                taken(id);
                Causes.resolve(draft, id, said("resolved by " + action.actor()));
            }
            case SET_SEVERITY -> {
                taken(id);
                new Clocks(draft, id).touched(null);
                var to = action.severity();
                if (to != null) {
                    new Triage(draft, id).change(to, said("set by " + action.actor()));
                }
            }
            case DRILL -> {}
            case ESCALATE -> {
                taken(id);
                new Ladder(draft, id).escalate(said("escalated by " + action.actor()));
            }
        }
    }

    private void taken(String id) {
        draft.add(
                new Fact.ActionTaken(
                        id,
                        draft.at(),
                        action.action(),
                        action.actor(),
                        action.act(),
                        action.note(),
                        action.act() == Act.SET_SEVERITY ? action.severity() : null,
                        until()));
    }

    private @Nullable Instant until() {
        return action.act() == Act.SNOOZE ? action.until() : null;
    }

    private String said(String what) {
        return action.note().isBlank() ? what : what + ": " + action.note();
    }
}
