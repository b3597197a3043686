package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.remediation.Approval;
import tocsin.runtime.access.Access;
import tocsin.runtime.access.Role;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `POST /v1/remediations/{id}/approve` and `POST /v1/remediations/{id}/decline`. A yes is bound to
/// what was shown: it names its hash and revision. Who says it is whoever the token belongs to;
/// where no tokens are asked for, nobody can.
public final class ApprovalRoutes {
    /// An approval counts so long, for a second person to join and an executor to begin.
    static final Duration VALID = Duration.ofMinutes(15);

    private static final int BODY_MAX = 64 * 1024;
    private static final int NOTE_MAX = 1_000;
    private static final Pattern ACTION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final RemediationModel model;
    private final ApprovalLog log;
    private final Supplier<String> actionIds;
    private final InstantSource clock;
    private final Duration patience;

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
        this.actionIds = actionIds;
        this.clock = clock;
        this.patience = patience;
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
                    if (actor.isBlank() || actor.length() > NOTE_MAX || note.length() > NOTE_MAX) {
                        Answers.problems(
                                context,
                                400,
                                "say who declines (actor), and why (note) in at most %d characters"
                                        .formatted(NOTE_MAX));
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
        var body = Answers.object(context, BODY_MAX);
        if (body.isEmpty()) {
            return;
        }
        var states = model.states(context.pathParam("id"));
        if (states.isEmpty()) {
            Answers.problems(context, 404, "there is no such remediation");
            return;
        }
        var id = Optional.ofNullable(context.header("Idempotency-Key")).orElseGet(actionIds);
        if (!ACTION_ID.matcher(id).matches()) {
            Answers.problems(context, 400, "Idempotency-Key is 1 to 128 visible ASCII characters");
            return;
        }
        handler.handle(id, body.get(), states.getLast());
    }

    private void act(Context context, String action, RemediationCommand one, Runnable write) {
        var waiting = model.await(action);
        try {
            if (!waiting.isDone()) {
                write.run();
            }
            answer(context, one, waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            context.header("Location", "/v1/remediations/" + one.getRemediation());
            Answers.json(context, 202, Map.of("action", action, "state", "pending"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Answers.problems(context, 503, "the responder is stopping");
        } catch (ExecutionException | IllegalStateException e) {
            Answers.problems(context, 503, "it could not be written; try again");
        } finally {
            model.forget(action);
        }
    }

    private void answer(Context context, RemediationCommand one, RemediationCommand answer) {
        if (!answer.getRemediation().equals(one.getRemediation())) {
            Answers.problems(
                    context, 409, "this Idempotency-Key was used for " + answer.getRemediation());
        } else if (answer.getKind() == RemediationKind.ACTION_REFUSED) {
            Answers.problems(context, 409, answer.getReason());
        } else {
            Answers.json(context, 200, RemediationJson.whole(model.states(one.getRemediation())));
        }
    }
}
