package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.runtime.access.Role;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;

/// `GET /v1/remediation-switch`, `POST /v1/remediation-switch/stop` and `/resume`: whoever looks
/// after an incident may stop everything, whoever may approve lets it go on.
public final class StopRoutes {
    private static final int BODY_MAX = 64 * 1024;
    private static final int TEXT_MAX = 1_000;

    private final StopLog log;

    public StopRoutes(StopLog log) {
        this.log = log;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/remediation-switch", this::show);
        config.routes.post("/v1/remediation-switch/stop", this::stop);
        config.routes.post("/v1/remediation-switch/resume", this::resume, Role.APPROVER);
    }

    private void show(Context context) {
        var json = new LinkedHashMap<String, Object>();
        var stop = log.current();
        json.put("stopped", stop.isPresent());
        stop.ifPresent(told -> {
            json.put("by", told.actor());
            json.put("reason", told.reason());
            json.put("since", told.since());
        });
        Answers.json(context, 200, json);
    }

    private void stop(Context context) {
        Answers.object(context, BODY_MAX)
                .ifPresent(body -> {
                    var reason = body.path("reason").asString("");
                    if (reason.isBlank() || reason.length() > TEXT_MAX || actor(body).isBlank()) {
                        Answers.problems(
                                context,
                                400,
                                "say who (actor) stops it and why (reason, at most %d characters)"
                                        .formatted(TEXT_MAX));
                        return;
                    }
                    write(context, () -> log.stop(actor(body), reason));
                });
    }

    private void resume(Context context) {
        Answers.object(context, BODY_MAX)
                .ifPresent(body -> {
                    if (actor(body).isBlank()) {
                        Answers.problems(context, 400, "actor is missing: say who lets it go on");
                        return;
                    }
                    write(context, () -> log.resume(actor(body)));
                });
    }

    private static String actor(JsonNode body) {
        var actor = body.path("actor").asString("");
        return actor.length() > TEXT_MAX ? "" : actor;
    }

    private void write(Context context, Runnable write) {
        try {
            write.run();
            show(context);
        } catch (IllegalStateException e) {
            Answers.problems(context, 503, "the switch could not be written; try again");
        }
    }
}
