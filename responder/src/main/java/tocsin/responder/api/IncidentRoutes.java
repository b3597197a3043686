package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `GET /v1/incidents`, `GET /v1/incidents/{id}`, `POST /v1/incidents/{id}/acknowledge` and `GET
/// /v1/actions/{id}`. An action is written to the log; the answer is what the log says to it.
public final class IncidentRoutes {
    private static final int BODY_MAX = 64 * 1024;
    private static final int ACTOR_MAX = 200;
    private static final int NOTE_MAX = 4_000;
    private static final int LIST_MAX = 1_000;
    private static final Set<String> STATUSES = Set.of("open", "acknowledged", "resolved");
    private static final Pattern ACTION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final IncidentModel model;
    private final ActionLog log;
    private final Supplier<String> actionIds;
    private final Duration patience;

    /// Serves incidents.
    ///
    /// @param actionIds gives actions without an `Idempotency-Key` their ids
    /// @param patience how long the log's answer to an action is waited for
    public IncidentRoutes(
            IncidentModel model, ActionLog log, Supplier<String> actionIds, Duration patience) {
        this.model = model;
        this.log = log;
        this.actionIds = actionIds;
        this.patience = patience;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/incidents", this::list);
        config.routes.get("/v1/incidents/{id}", this::find);
        config.routes.post("/v1/incidents/{id}/acknowledge", this::acknowledge);
        config.routes.get("/v1/actions/{id}", this::action);
    }

    private void list(Context context) {
        var status = Optional.ofNullable(context.queryParam("status"));
        var service = Optional.ofNullable(context.queryParam("service"));
        if (status.filter(name -> !STATUSES.contains(name)).isPresent()) {
            Answers.problems(context, 400, "status is open, acknowledged or resolved");
            return;
        }
        var found =
                model.list(view ->
                        status.filter(name -> !name.equals(status(view))).isEmpty()
                                && service.filter(name -> !name.equals(view.service())).isEmpty());
        Answers.json(
                context,
                200,
                Map.of(
                        "total",
                        found.size(),
                        "incidents",
                        found.stream().limit(LIST_MAX).map(IncidentJson::brief).toList()));
    }

    private static String status(IncidentView view) {
        return view.incident().status().name().toLowerCase(Locale.ROOT);
    }

    private void find(Context context) {
        model.find(context.pathParam("id"))
                .ifPresentOrElse(
                        view -> Answers.json(context, 200, IncidentJson.whole(view)),
                        () -> Answers.problems(context, 404, "there is no such incident"));
    }

    private void acknowledge(Context context) {
        var body = Answers.object(context, BODY_MAX);
        if (body.isEmpty()) {
            return;
        }
        var view = model.find(context.pathParam("id"));
        if (view.isEmpty()) {
            Answers.problems(context, 404, "there is no such incident");
            return;
        }
        var id = Optional.ofNullable(context.header("Idempotency-Key")).orElseGet(actionIds);
        var problems = problems(body.get(), id);
        if (!problems.isEmpty()) {
            Answers.problems(context, 400, problems);
            return;
        }
        act(
                context,
                new ActionLog.Acknowledgement(
                        id,
                        view.get().service(),
                        view.get().incident().id(),
                        body.get().path("actor").asString(""),
                        body.get().path("note").asString("")));
    }

    private static List<String> problems(JsonNode body, String action) {
        var problems = new ArrayList<String>();
        text(body, "actor", ACTOR_MAX).ifPresent(problems::add);
        text(body, "note", NOTE_MAX).ifPresent(problems::add);
        if (body.path("actor").asString("").isBlank()) {
            problems.add("actor is missing: say who acknowledges");
        }
        if (!ACTION_ID.matcher(action).matches()) {
            problems.add("Idempotency-Key is 1 to 128 visible ASCII characters");
        }
        return problems;
    }

    private static Optional<String> text(JsonNode body, String field, int max) {
        var node = body.path(field);
        if (node.isMissingNode() || (node.isString() && node.asString().length() <= max)) {
            return Optional.empty();
        }
        return Optional.of(field + " must be text of at most " + max + " characters");
    }

    private void act(Context context, ActionLog.Acknowledgement action) {
        var waiting = model.await(action.id());
        try {
            if (!waiting.isDone()) {
                log.append(action);
            }
            answer(context, action, waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            context.header("Location", "/v1/actions/" + encoded(action.id()));
            Answers.json(context, 202, Map.of("action", action.id(), "state", "pending"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Answers.problems(context, 503, "the responder is stopping");
        } catch (ExecutionException | IllegalStateException e) {
            Answers.problems(context, 503, "the action could not be written; try again");
        } finally {
            model.forget(action.id());
        }
    }

    private void answer(
            Context context, ActionLog.Acknowledgement action, IncidentModel.Answer answer) {
        if (!answer.incident().equals(action.incident())) {
            Answers.problems(
                    context, 409, "this Idempotency-Key was used for " + answer.incident());
            return;
        }
        answer.refusal()
                .ifPresentOrElse(
                        reason -> Answers.problems(context, 409, reason),
                        () ->
                                model.find(answer.incident())
                                        .ifPresentOrElse(
                                                view ->
                                                        Answers.json(
                                                                context,
                                                                200,
                                                                IncidentJson.whole(view)),
                                                () ->
                                                        Answers.problems(
                                                                context,
                                                                404,
                                                                "there is no such incident")));
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
