package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.remediation.Proposal;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// `POST /v1/remediations`: a person proposes an action of the catalogue for an incident, and
/// another one has to approve it.
public final class ProposalRoutes {
    private static final int NAME_MAX = 200;
    private static final int PARAMETERS_MAX = 20;
    private static final int VALUE_MAX = 500;

    private final IncidentModel incidents;
    private final ApprovalLog log;
    private final Telling telling;

    /// Serves proposals.
    ///
    /// @param requestIds gives requests without an `Idempotency-Key` their ids
    /// @param patience how long the log's answer is waited for
    public ProposalRoutes(
            IncidentModel incidents,
            RemediationModel remediations,
            ApprovalLog log,
            Supplier<String> requestIds,
            Duration patience) {
        this.incidents = incidents;
        this.log = log;
        telling = new Telling(remediations, requestIds, patience);
    }

    /// Adds the route.
    public void addTo(JavalinConfig config) {
        config.routes.post("/v1/remediations", this::propose);
    }

    private void propose(Context context) {
        Answers.object(context, Telling.BODY_MAX).ifPresent(body -> propose(context, body));
    }

    private void propose(Context context, JsonNode body) {
        var problems = problems(body);
        if (!problems.isEmpty()) {
            Answers.problems(context, 400, problems);
            return;
        }
        var incident = incidents.find(body.path("incident").asString(""));
        if (incident.isEmpty()) {
            Answers.problems(context, 404, "there is no such incident");
            return;
        }
        telling.id(context)
                .ifPresent(id -> {
                    var request = request(id, incident.get(), body);
                    var remediation =
                            Proposal.idOf(request.incident(), request.action(), request.id());
                    telling.tell(context, id, remediation, 201, () -> log.propose(request));
                });
    }

    private static ApprovalLog.Request request(String id, IncidentView incident, JsonNode body) {
        return new ApprovalLog.Request(
                id,
                incident.service(),
                incident.incident().id(),
                body.path("action").asString(""),
                parameters(body),
                body.path("actor").asString(""),
                body.path("note").asString(""));
    }

    private static Map<String, String> parameters(JsonNode body) {
        var parameters = new TreeMap<String, String>();
        body.path("parameters")
                .properties()
                .forEach(one -> parameters.put(one.getKey(), one.getValue().asString("")));
        return parameters;
    }

    private static List<String> problems(JsonNode body) {
        var problems = new ArrayList<String>();
        for (var name : List.of("incident", "action")) {
            var text = body.path(name).asString("");
            if (text.isBlank() || text.length() > NAME_MAX) {
                problems.add("%s is missing, or over %d characters".formatted(name, NAME_MAX));
            }
        }
        for (var name : List.of("actor", "note")) {
            var text = body.path(name).asString("");
            if (text.isBlank() || text.length() > Telling.NOTE_MAX) {
                problems.add(
                        "%s is missing, or over %d characters: say who asks (actor) and why (note)"
                                .formatted(name, Telling.NOTE_MAX));
            }
        }
        var parameters = body.path("parameters");
        if (!parameters.isMissingNode() && !fit(parameters)) {
            problems.add(
                    "parameters is an object of at most %d texts, each of at most %d characters"
                            .formatted(PARAMETERS_MAX, VALUE_MAX));
        }
        return problems;
    }

    private static boolean fit(JsonNode parameters) {
        return parameters.isObject()
                && parameters.size() <= PARAMETERS_MAX
                && parameters.properties().stream()
                        .allMatch(one ->
                                one.getKey().length() <= NAME_MAX
                                        && one.getValue().isString()
                                        && one.getValue().asString("").length() <= VALUE_MAX);
    }
}
