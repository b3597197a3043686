package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.Act;
import tocsin.responder.incident.Drills;
import tocsin.responder.incident.Stream;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `POST /v1/incidents/{id}/...` (acknowledge, resolve, snooze, note, severity, escalate), `GET
/// /v1/actions/{id}` and `/v1/drills`. An action is written to the log; the answer is what the log
/// says to it.
public final class ActionRoutes {
    private static final int BODY_MAX = 64 * 1024;
    private static final int LIST_MAX = 1_000;
    private static final String NO_INCIDENT = "there is no such incident";

    private final IncidentModel model;
    private final Acting acting;
    private final Supplier<String> actionIds;
    private final InstantSource clock;

    /// Serves actions.
    ///
    /// @param actionIds gives actions without an `Idempotency-Key` their ids
    /// @param patience how long the log's answer to an action is waited for
    public ActionRoutes(
            IncidentModel model,
            ActionLog log,
            Supplier<String> actionIds,
            InstantSource clock,
            Duration patience) {
        this.model = model;
        acting = new Acting(model, log, patience);
        this.actionIds = actionIds;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.post(
                "/v1/incidents/{id}/acknowledge", context -> act(context, Act.ACKNOWLEDGE));
        config.routes.post("/v1/incidents/{id}/resolve", context -> act(context, Act.RESOLVE));
        config.routes.post("/v1/incidents/{id}/snooze", context -> act(context, Act.SNOOZE));
        config.routes.post("/v1/incidents/{id}/note", context -> act(context, Act.NOTE));
        config.routes.post(
                "/v1/incidents/{id}/severity", context -> act(context, Act.SET_SEVERITY));
        config.routes.post("/v1/incidents/{id}/escalate", context -> act(context, Act.ESCALATE));
        config.routes.get("/v1/actions/{id}", this::action);
        config.routes.post("/v1/drills", this::drill);
        config.routes.get("/v1/drills", this::drills);
    }

    private void drill(Context context) {
        Answers.object(context, BODY_MAX).ifPresent(body -> drill(context, body));
    }

    private void drill(Context context, JsonNode body) {
        var id = actionId(context);
        var request = new ActionRequest(Act.DRILL, body, clock.instant());
        var problems = request.problems(id);
        if (problems.isEmpty()) {
            var service = request.service();
            act(context, request.action(id, service, Drills.incident(service, id)));
        } else {
            Answers.problems(context, 400, problems);
        }
    }

    private void drills(Context context) {
        var found = model.list(view -> view.incident().stream() == Stream.DRILL);
        Answers.json(
                context,
                200,
                Map.of(
                        "total",
                        found.size(),
                        "drills",
                        found.stream().limit(LIST_MAX).map(IncidentJson::brief).toList()));
    }

    private String actionId(Context context) {
        return Optional.ofNullable(context.header("Idempotency-Key")).orElseGet(actionIds);
    }

    private void act(Context context, Act act) {
        Answers.object(context, BODY_MAX)
                .ifPresent(body ->
                        model.find(context.pathParam("id"))
                                .ifPresentOrElse(
                                        view -> act(context, act, body, view),
                                        () -> Answers.problems(context, 404, NO_INCIDENT)));
    }

    private void act(Context context, Act act, JsonNode body, IncidentView view) {
        var id = actionId(context);
        var request = new ActionRequest(act, body, clock.instant());
        var problems = request.problems(id);
        if (problems.isEmpty()) {
            act(context, request.action(id, view.service(), view.incident().id()));
        } else {
            Answers.problems(context, 400, problems);
        }
    }

    private void act(Context context, ActionLog.Action action) {
        switch (acting.act(action)) {
            case Acting.Result.Done(var incident) -> {
                if (isOf(context, action, incident)) {
                    done(context, incident);
                }
            }
            case Acting.Result.Refused(var incident, var reason) -> {
                if (isOf(context, action, incident)) {
                    Answers.problems(context, 409, List.of(reason));
                }
            }
            case Acting.Result.Pending() -> {
                context.header("Location", "/v1/actions/" + encoded(action.id()));
                Answers.json(context, 202, Map.of("action", action.id(), "state", "pending"));
            }
            case Acting.Result.Unwritten(var reason) -> Answers.problems(context, 503, reason);
        }
    }

    private static boolean isOf(Context context, ActionLog.Action action, String incident) {
        boolean same = incident.equals(action.incident());
        if (!same) {
            Answers.problems(context, 409, "this Idempotency-Key was used for " + incident);
        }
        return same;
    }

    private void done(Context context, String incident) {
        model.find(incident)
                .ifPresentOrElse(
                        view -> Answers.json(context, 200, IncidentJson.whole(view)),
                        () -> Answers.problems(context, 404, NO_INCIDENT));
    }

    private void action(Context context) {
        var id = context.pathParam("id");
        var answer = model.answered(id);
        if (answer.isEmpty()) {
            Answers.problems(context, 404, "nothing has answered such an action yet");
            return;
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("action", id);
        json.put("incident", answer.get().incident());
        json.put("state", answer.get().refusal().isPresent() ? "refused" : "done");
        answer.get().refusal().ifPresent(reason -> json.put("reason", reason));
        Answers.json(context, 200, json);
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
