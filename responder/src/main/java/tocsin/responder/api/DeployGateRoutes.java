package tocsin.responder.api;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.Status;
import tocsin.responder.incident.Stream;
import tocsin.responder.remediation.DeployGate;
import tocsin.responder.remediation.DeployPolicies;
import tocsin.responder.remediation.Freezes;
import tocsin.runtime.definitions.Definitions;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `GET /v1/services/{service}/deploy-gate`: what a deployment pipeline asks before it begins.
public final class DeployGateRoutes {
    private final IncidentModel incidents;
    private final Freezes freezes;
    private final Definitions definitions;
    private final InstantSource clock;

    /// Serves the gate.
    public DeployGateRoutes(
            IncidentModel incidents,
            Freezes freezes,
            Definitions definitions,
            InstantSource clock) {
        this.incidents = incidents;
        this.freezes = freezes;
        this.definitions = definitions;
        this.clock = clock;
    }

    /// Adds the route.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/services/{service}/deploy-gate", this::gate);
    }

    private void gate(Context context) {
        var service = context.pathParam("service");
        var asked = Optional.ofNullable(context.queryParam("purpose")).orElse("change");
        var purpose = purpose(asked);
        if (purpose.isEmpty()) {
            Answers.problems(context, 400, "purpose is change or fix");
            return;
        }
        var now = clock.instant();
        var gate =
                DeployGate.decide(
                        service,
                        purpose.get(),
                        freezes.of(service),
                        open(service),
                        DeployPolicies.of(definitions.at(now)),
                        now);
        var json = new LinkedHashMap<String, Object>();
        json.put("service", service);
        json.put("decision", gate.allowed() ? "allow" : "deny");
        json.put("purpose", asked);
        json.put("reasons", gate.reasons().stream().map(DeployGateRoutes::json).toList());
        json.put("at", now);
        Answers.json(context, 200, json);
    }

    private static Optional<DeployGate.Purpose> purpose(String text) {
        return switch (text) {
            case "change" -> Optional.of(DeployGate.Purpose.CHANGE);
            case "fix" -> Optional.of(DeployGate.Purpose.FIX);
            default -> Optional.empty();
        };
    }

    private List<DeployGate.Incident> open(String service) {
        return incidents
                .list(view ->
                        view.service().equals(service)
                                && view.incident().status() != Status.RESOLVED
                                && view.incident().stream() != Stream.DRILL)
                .stream()
                .map(view ->
                        new DeployGate.Incident(
                                view.incident().id(),
                                view.incident().severity(),
                                view.incident().title()))
                .toList();
    }

    private static Map<String, Object> json(DeployGate.Reason reason) {
        return Map.of(
                "kind",
                reason.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "text",
                reason.text());
    }
}
