package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import java.util.Map;
import java.util.Optional;

/// `GET /v1/remediations` and `GET /v1/remediations/{id}`.
public final class RemediationRoutes {
    private static final int LIST_MAX = 1_000;

    private final RemediationModel model;

    public RemediationRoutes(RemediationModel model) {
        this.model = model;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/remediations", this::list);
        config.routes.get("/v1/remediations/{id}", this::find);
    }

    private void list(Context context) {
        var service = Optional.ofNullable(context.queryParam("service"));
        var incident = Optional.ofNullable(context.queryParam("incident"));
        var state = Optional.ofNullable(context.queryParam("state"));
        var found =
                model.list(one ->
                        service.filter(name -> !name.equals(one.getService())).isEmpty()
                                && incident.filter(id -> !id.equals(one.getIncident())).isEmpty()
                                && state.filter(name -> !name.equals(RemediationJson.state(one)))
                                        .isEmpty());
        Answers.json(
                context,
                200,
                Map.of(
                        "total",
                        found.size(),
                        "remediations",
                        found.stream().limit(LIST_MAX).map(RemediationJson::brief).toList()));
    }

    private void find(Context context) {
        var states = model.states(context.pathParam("id"));
        if (states.isEmpty()) {
            Answers.problems(context, 404, "there is no such remediation");
        } else {
            Answers.json(context, 200, RemediationJson.whole(states));
        }
    }
}
