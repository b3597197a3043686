package tocsin.responder.api;

import tocsin.responder.RemediationRecords;
import tocsin.schemas.RemediationCommand;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Remediations as the operators' API shows them.
final class RemediationJson {
    private RemediationJson() {}

    static Map<String, Object> brief(RemediationCommand one) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", one.getRemediation());
        json.put("state", state(one));
        json.put("service", one.getService());
        json.put("incident", one.getIncident());
        json.put("at", one.getEnvelope().getAt());
        json.put("reason", one.getReason());
        json.put("revision", one.getRevision());
        json.put("definitions", one.getDefinitions());
        var proposal = one.getProposal();
        if (proposal != null) {
            json.put("hash", hash(one));
            json.put("action", proposal.getAction());
            json.put("target", proposal.getTarget());
            json.put("parameters", proposal.getParameters());
            json.put("plan", plan(proposal.getPlan()));
            json.put("requester", proposal.getRequester());
            json.put("evidence", proposal.getEvidence());
            json.put("risk", proposal.getRisk());
            json.put("destructive", proposal.getDestructive());
            json.put("costNow", proposal.getCostNow());
            json.put("costAfter", proposal.getCostAfter());
            json.put("blastRadius", proposal.getBlastRadius());
            json.put("verification", proposal.getVerification());
            json.put("undo", proposal.getUndo());
            json.put("approvers", proposal.getApprovers());
            json.put("expiresAt", proposal.getExpiresAt());
        }
        return json;
    }

    /// With its history.
    static Map<String, Object> whole(List<RemediationCommand> states) {
        var json = brief(states.getLast());
        json.put("history", states.stream().map(RemediationJson::step).toList());
        return json;
    }

    static String state(RemediationCommand one) {
        return one.getKind().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> step(RemediationCommand one) {
        var json = new LinkedHashMap<String, Object>();
        json.put("at", one.getEnvelope().getAt());
        json.put("state", state(one));
        json.put("actor", one.getActor());
        json.put("reason", one.getReason());
        return json;
    }

    /// Of what is shown here, whatever hash the record carries.
    private static String hash(RemediationCommand one) {
        try {
            return RemediationRecords.proposal(one).hash();
        } catch (IllegalArgumentException e) {
            // Nobody can approve what cannot be understood.
            return "";
        }
    }

    private static Object plan(String text) {
        try {
            JsonNode plan = Answers.JSON.readTree(text);
            return plan.isObject() ? plan : text;
        } catch (JacksonException e) {
            return text;
        }
    }
}
