package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.remediation.Approval;
import tocsin.runtime.access.Access;
import tocsin.runtime.access.Role;
import tocsin.schemas.RemediationCommand;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `POST /v1/remediations/{id}/approve` and `POST /v1/remediations/{id}/decline`. A yes is bound to
/// what was shown: it names its hash and revision. Who says it is whoever the token belongs to;
/// where no tokens are asked for, nobody can.
public final class ApprovalRoutes {
    /// An approval counts so long, for a second person to join and an executor to begin.
    static final Duration VALID = Duration.ofMinutes(15);

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final RemediationModel model;
    private final ApprovalLog log;
    private final InstantSource clock;
    private final Telling telling;

    /// Serves approvals.
    ///
    /// @param actionIds gives actions without an `Idempotency-Key` their ids
    /// @param patience how long the log's answer is waited for
    public ApprovalRoutes(
            RemediationModel model,
            ApprovalLog log,
            Supplier<String> actionIds,
            InstantSource clock,
            Duration patience) {
        this.model = model;
        this.log = log;
        this.clock = clock;
        telling = new Telling(model, actionIds, patience);
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.post("/v1/remediations/{id}/approve", this::approve, Role.APPROVER);
        config.routes.post("/v1/remediations/{id}/decline", this::decline);
    }

    private void approve(Context context) {
        var person = Access.caller(context);
        if (person.isEmpty()) {
            Answers.problems(
                    context,
                    403,
                    "to approve is up to whoever a token belongs to; this installation asks for"
                            + " none");
            return;
        }
        request(
                context,
                (id, body, one) -> {
                    var hash = body.path("hash").asString("");
                    if (!HASH.matcher(hash).matches() || !body.path("revision").isInt()) {
                        Answers.problems(
                                context,
                                400,
                                "hash and revision are needed: those of what you saw");
                        return;
                    }
                    var hindrance = log.hindrance();
                    if (hindrance.isPresent()) {
                        Answers.problems(context, 409, hindrance.get());
                        return;
                    }
                    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                    var approval =
                            new Approval(
                                    id,
                                    one.getRemediation(),
                                    hash,
                                    body.path("revision").asInt(0),
                                    person.get().name(),
                                    now,
                                    now.plus(VALID),
                                    "",
                                    "");
                    act(
                            context,
                            id,
                            one,
                            () -> log.approve(approval, one.getService(), one.getIncident()));
                });
    }

    private void decline(Context context) {
        request(
                context,
                (id, body, one) -> {
                    var actor = body.path("actor").asString("");
                    var note = body.path("note").asString("");
                    if (actor.isBlank()
                            || actor.length() > Telling.NOTE_MAX
                            || note.length() > Telling.NOTE_MAX) {
                        Answers.problems(
                                context,
                                400,
                                "say who declines (actor), and why (note) in at most %d characters"
                                        .formatted(Telling.NOTE_MAX));
                        return;
                    }
                    var refusal =
                            new ApprovalLog.Refusal(
                                    id,
                                    one.getRemediation(),
                                    one.getService(),
                                    one.getIncident(),
                                    actor,
                                    note);
                    act(context, id, one, () -> log.decline(refusal));
                });
    }

    @FunctionalInterface
    private interface Handler {
        void handle(String action, JsonNode body, RemediationCommand newest);
    }

    private void request(Context context, Handler handler) {
        var body = Answers.object(context, Telling.BODY_MAX);
        if (body.isEmpty()) {
            return;
        }
        var states = model.states(context.pathParam("id"));
        if (states.isEmpty()) {
            Answers.problems(context, 404, "there is no such remediation");
            return;
        }
        telling.id(context).ifPresent(id -> handler.handle(id, body.get(), states.getLast()));
    }

    private void act(Context context, String action, RemediationCommand one, Runnable write) {
        telling.tell(context, action, one.getRemediation(), 200, write);
    }
}
