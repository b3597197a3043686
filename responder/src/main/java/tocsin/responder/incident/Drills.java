package tocsin.responder.incident;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What follows when a person wants to know whether pages arrive: an incident in which nothing is
/// wrong, which pages as any other does and ends by itself.
public final class Drills {
    /// Longer no drill lasts.
    public static final Duration LONGEST = Duration.ofHours(4);

    private static final int ID_CHARACTERS = 6;

    private final Draft draft;
    private final Input.Acted action;

    Drills(Draft draft, Input.Acted action) {
        this.draft = draft;
        this.action = action;
    }

    /// The incident that the drill of this action is.
    public static String incident(String service, String action) {
        return service + "-" + Ids.base32(ID_CHARACTERS, "drill", action);
    }

    void decide() {
        var id = incident(draft.state().service(), action.action());
        if (draft.find(id).isEmpty()) {
            refusal(id)
                    .ifPresentOrElse(
                            reason ->
                                    draft.add(
                                            new Fact.ActionRefused(
                                                    id,
                                                    draft.at(),
                                                    action.action(),
                                                    action.actor(),
                                                    reason)),
                            () -> begin(id));
        }
    }

    private Optional<String> refusal(String id) {
        var until = action.until();
        if (action.severity() == null) {
            return Optional.of("which severity is missing");
        }
        if (!id.equals(action.incident())) {
            return Optional.of("the drill of this action is " + id);
        }
        if (until == null
                || !until.isAfter(draft.now())
                || until.isAfter(draft.now().plus(LONGEST))) {
            return Optional.of("a drill ends within %d h".formatted(LONGEST.toHours()));
        }
        return draft.state()
                .open(Stream.DRILL, "")
                .map(other -> "the drill " + other.id() + " is not over");
    }

    private void begin(String id) {
        var service = draft.state().service();
        var severity = action.severity();
        if (severity == null) {
            return;
        }
        var reason = "a drill of " + action.actor();
        draft.add(
                new Fact.Opened(
                        id,
                        draft.at(),
                        draft.now(),
                        Stream.DRILL,
                        severity,
                        reason,
                        "DRILL: nothing is wrong with " + service,
                        ""));
        draft.add(
                new Fact.ActionTaken(
                        id,
                        draft.at(),
                        action.action(),
                        action.actor(),
                        Act.DRILL,
                        action.note(),
                        severity,
                        action.until()));
        draft.add(
                new Fact.CauseChanged(
                        id,
                        draft.at(),
                        new Cause(
                                Cause.drill(action.action()),
                                true,
                                severity,
                                reason,
                                text(),
                                Map.of("service", service, "drill", "true"),
                                action.until())));
        new Clocks(draft, id).began();
        new Ladder(draft, id).begin("a drill begins");
    }

    private String text() {
        var text = "a drill of %s until %s".formatted(action.actor(), action.until());
        return action.note().isBlank() ? text : text + ": " + action.note();
    }
}
