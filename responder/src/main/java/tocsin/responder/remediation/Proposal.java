package tocsin.responder.remediation;

import tocsin.schemas.identity.Ids;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that a person has to know to say yes or no to an action.
///
/// @param id hash of incident, action and what asked for it
/// @param action its name in the catalogue
/// @param definitions version of the set that has the action
/// @param parameters by name
/// @param plan what is done and how it is undone, see [Plan#text]
/// @param requester who asked for it; empty for a rule
/// @param evidence why, in one sentence
/// @param blastRadius its service, and those that need it, nearest first
/// @param undo how it is taken back, in words; empty when it cannot be
/// @param approvers how many different people have to approve
/// @param expiresAt nobody may say yes to it after this
public record Proposal(
        String id,
        String service,
        String incident,
        String action,
        long definitions,
        String target,
        Map<String, String> parameters,
        String plan,
        String requester,
        String evidence,
        Risk risk,
        boolean destructive,
        String costNow,
        String costAfter,
        List<String> blastRadius,
        String verification,
        String undo,
        int approvers,
        Instant expiresAt) {

    private static final JsonMapper JSON = new JsonMapper();

    public Proposal {
        parameters = Map.copyOf(parameters);
        blastRadius = List.copyOf(blastRadius);
    }

    /// What a person's request for an action becomes.
    ///
    /// @param request id of the operator's action
    public static String idOf(String incident, String action, String request) {
        return Ids.hex(incident, action, "request", request);
    }

    /// SHA-256 over everything that is shown: a yes to this is a yes to nothing else.
    public String hash() {
        var shown = new TreeMap<String, Object>();
        shown.put("id", id);
        shown.put("service", service);
        shown.put("incident", incident);
        shown.put("action", action);
        shown.put("definitions", definitions);
        shown.put("target", target);
        shown.put("parameters", new TreeMap<>(parameters));
        shown.put("plan", plan);
        shown.put("requester", requester);
        shown.put("evidence", evidence);
        shown.put("risk", risk.name());
        shown.put("destructive", destructive);
        shown.put("costNow", costNow);
        shown.put("costAfter", costAfter);
        shown.put("blastRadius", blastRadius);
        shown.put("verification", verification);
        shown.put("undo", undo);
        shown.put("approvers", approvers);
        shown.put("expiresAt", expiresAt.toString());
        return Ids.sha256(JSON.writeValueAsString(shown));
    }
}
