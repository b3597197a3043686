package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `GET /v1/incidents` and `GET /v1/incidents/{id}`.
public final class IncidentRoutes {
    private static final int LIST_MAX = 1_000;
    private static final Set<String> STATUSES = Set.of("open", "acknowledged", "resolved");

    private final IncidentModel model;

    /// Serves incidents.
    public IncidentRoutes(IncidentModel model) {
        this.model = model;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/incidents", this::list);
        config.routes.get("/v1/incidents/{id}", this::find);
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
}
