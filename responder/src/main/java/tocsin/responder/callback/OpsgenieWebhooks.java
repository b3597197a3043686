package tocsin.responder.callback;

import tocsin.responder.incident.Act;
import tocsin.schemas.identity.Ids;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.Optional;

/// Opsgenie's and Jira Service Management's webhook integration: what users do there with our
/// alerts. It signs nothing; a header that the integration is told to send holds a token.
///
/// @param token as in `Authorization: Bearer ...`
public record OpsgenieWebhooks(Hmac token) implements CallbackSource {
    private static final int NOTE_MAX = 4_000;

    private static final Map<String, Act> ACTS =
            Map.of(
                    "Acknowledge", Act.ACKNOWLEDGE,
                    "AddNote", Act.NOTE,
                    "EscalateNext", Act.ESCALATE,
                    "Close", Act.RESOLVE);

    @Override
    public String name() {
        return "opsgenie";
    }

    @Override
    public Reading read(Received received) {
        var shown = received.header("authorization").orElse("");
        if (!Hmac.same("Bearer " + token.secret(), shown)) {
            return new Reading.Refused(401, "the token is missing or wrong");
        }
        try {
            var id = Ids.hex("opsgenie", received.text());
            return read(JsonMapper.shared().readTree(received.body()), id);
        } catch (JacksonException _) {
            return new Reading.Refused(400, "the body is no JSON");
        }
    }

    private static Reading read(JsonNode body, String id) {
        var act = Optional.ofNullable(ACTS.get(body.path("action").asString("")));
        var alert = body.path("alert");
        var incident = AlertKey.incident(alert.path("alias").asString(""));
        // What our own requests have done comes back too.
        boolean api = body.path("source").path("type").asString("").equalsIgnoreCase("api");
        var note = alert.path("note").asString("");
        if (act.isEmpty() || incident.isEmpty() || api) {
            return new Reading.Ignored();
        }
        if (act.get() == Act.NOTE && note.isBlank()) {
            return new Reading.Ignored();
        }
        return new Reading.Asked(
                id,
                "opsgenie",
                alert.path("username").asString(""),
                act.get(),
                incident.get(),
                Optional.empty(),
                note.substring(0, Math.min(NOTE_MAX, note.length())),
                Optional.empty());
    }
}
