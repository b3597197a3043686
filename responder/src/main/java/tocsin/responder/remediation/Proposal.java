package tocsin.responder.remediation;

import tocsin.schemas.identity.Ids;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An action with all that a person has to know to say yes or no to it.
///
/// @param id hash of incident, action, target and how many were proposed before
/// @param definitions version of the set that has the action
/// @param parameters by name
/// @param evidence why, in one sentence
/// @param expiresAt nobody may say yes to it after this
public record Proposal(
        String id,
        String incident,
        Action action,
        long definitions,
        String target,
        Map<String, String> parameters,
        String undo,
        String evidence,
        List<String> blastRadius,
        Instant expiresAt) {

    private static final JsonMapper JSON = new JsonMapper();

    public Proposal {
        parameters = Map.copyOf(parameters);
        blastRadius = List.copyOf(blastRadius);
    }

    /// What is to be done and undone, as JSON with its names in order.
    public String plan() {
        return JSON.writeValueAsString(
                new TreeMap<>(
                        Map.of(
                                "action", action.name(),
                                "definitions", definitions,
                                "target", target,
                                "parameters", new TreeMap<>(parameters),
                                "undo", undo)));
    }

    /// SHA-256 over everything that is shown: a yes to this is a yes to nothing else.
    public String hash() {
        var shown =
                new TreeMap<String, Object>(
                        Map.of(
                                "id",
                                id,
                                "incident",
                                incident,
                                "plan",
                                plan(),
                                "evidence",
                                evidence,
                                "risk",
                                action.risk().name(),
                                "destructive",
                                action.destructive(),
                                "blastRadius",
                                blastRadius,
                                "expiresAt",
                                expiresAt.toString()));
        shown.put("costNow", action.costNow());
        shown.put("costAfter", action.costAfter());
        shown.put("verification", action.verification());
        return Ids.sha256(JSON.writeValueAsString(shown));
    }
}
