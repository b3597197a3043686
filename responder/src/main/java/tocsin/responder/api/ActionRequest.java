package tocsin.responder.api;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Act;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DurationText;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The body of a request for an action.
record ActionRequest(Act act, JsonNode body, Instant now) {
    private static final int ACTOR_MAX = 200;
    private static final int NOTE_MAX = 4_000;
    private static final Pattern SERVICE = Pattern.compile("[^\\p{Cntrl}\\s][^\\p{Cntrl}]{0,199}");
    private static final Pattern ACTION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /// What is wrong with it, all at once.
    ///
    /// @param id of the action
    List<String> problems(String id) {
        var problems = new ArrayList<String>();
        text("actor", ACTOR_MAX).ifPresent(problems::add);
        text("note", NOTE_MAX).ifPresent(problems::add);
        if (body.path("actor").asString("").isBlank()) {
            problems.add("actor is missing: say who asks");
        }
        if (!ACTION_ID.matcher(id).matches()) {
            problems.add("Idempotency-Key is 1 to 128 visible ASCII characters");
        }
        if (act.needsRevision() && !body.path("revision").isInt()) {
            problems.add("revision is missing: the incident's revision as you saw it");
        }
        switch (act) {
            case NOTE -> {
                if (body.path("note").asString("").isBlank()) {
                    problems.add("note is missing: what is there to say?");
                }
            }
            case DRILL -> {
                if (until() == null) {
                    problems.add("say until or for, such as 10m: one of them");
                }
                if (severity().isEmpty()) {
                    problems.add("severity is one of SEV1 to SEV4");
                }
                if (!SERVICE.matcher(service()).matches()) {
                    problems.add("service is missing, or longer than 200 characters");
                }
            }
            case SNOOZE -> {
                if (until() == null) {
                    problems.add(
                            "say until, such as 2026-01-05T09:00:00Z, or for, such as 2h: one of"
                                    + " them");
                }
            }
            case SET_SEVERITY -> {
                if (severity().isEmpty()) {
                    problems.add("severity is one of SEV1 to SEV4");
                }
            }
            case ACKNOWLEDGE, RESOLVE, ESCALATE -> {}
        }
        return problems;
    }

    ActionLog.Action action(String id, String service, String incident) {
        return new ActionLog.Action(
                id,
                act,
                service,
                incident,
                body.path("actor").asString(""),
                body.path("note").asString(""),
                act == Act.SNOOZE || act == Act.DRILL ? until() : null,
                act == Act.SET_SEVERITY || act == Act.DRILL
                        ? severity().map(Enum::name).orElse("")
                        : "",
                act.needsRevision() ? body.path("revision").asInt(0) : 0);
    }

    /// Of a drill.
    String service() {
        return body.path("service").asString("");
    }

    private Optional<String> text(String field, int max) {
        var node = body.path(field);
        if (node.isMissingNode() || (node.isString() && node.asString().length() <= max)) {
            return Optional.empty();
        }
        return Optional.of(field + " must be text of at most " + max + " characters");
    }

    private @Nullable Instant until() {
        if (body.has("until") == body.has("for")) {
            return null;
        }
        try {
            var until =
                    body.has("for")
                            ? now.plus(DurationText.parse(body.path("for").asString("")))
                            : Instant.parse(body.path("until").asString(""));
            return until.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private Optional<Severity> severity() {
        var text = body.path("severity").asString("").toUpperCase(Locale.ROOT).replace("-", "");
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().equals(text))
                .findFirst();
    }
}
