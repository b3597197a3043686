package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.schemas.RemediationCommand;

import java.util.LinkedHashMap;
import java.util.Locale;
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
        var found =
                model.list(one ->
                        service.filter(name -> !name.equals(one.getService())).isEmpty()
                                && incident.filter(id -> !id.equals(one.getIncident())).isEmpty());
        Answers.json(
                context,
                200,
                Map.of(
                        "total",
                        found.size(),
                        "remediations",
                        found.stream().limit(LIST_MAX).map(RemediationRoutes::json).toList()));
    }

    private void find(Context context) {
        model.find(context.pathParam("id"))
                .ifPresentOrElse(
                        one -> Answers.json(context, 200, json(one)),
                        () -> Answers.problems(context, 404, "there is no such remediation"));
    }

    private static Map<String, Object> json(RemediationCommand one) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", one.getRemediation());
        json.put("state", one.getKind().name().toLowerCase(Locale.ROOT));
        json.put("service", one.getService());
        json.put("incident", one.getIncident());
        json.put("at", one.getEnvelope().getAt());
        json.put("reason", one.getReason());
        json.put("hash", one.getHash());
        var proposal = one.getProposal();
        if (proposal != null) {
            json.put("action", proposal.getAction());
            json.put("target", proposal.getTarget());
            json.put("parameters", proposal.getParameters());
            json.put("evidence", proposal.getEvidence());
            json.put("risk", proposal.getRisk());
            json.put("destructive", proposal.getDestructive());
            json.put("costNow", proposal.getCostNow());
            json.put("costAfter", proposal.getCostAfter());
            json.put("blastRadius", proposal.getBlastRadius());
            json.put("verification", proposal.getVerification());
            json.put("undo", proposal.getUndo());
        }
        return json;
    }
}
