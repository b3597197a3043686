package tocsin.responder.callback;

import tocsin.responder.incident.Act;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// PagerDuty's webhooks, version 3: what users do there with the incidents that our alerts opened.
/// The body is signed, while keys change with several signatures. What our own events do, or rules
/// of PagerDuty, is no person's doing and is let be.
///
/// @param key of the webhook subscription
public record PagerDutyWebhooks(Hmac key) implements CallbackSource {
    /// So long PagerDuty tries again.
    private static final Duration AGE_MAX = Duration.ofDays(2);

    private static final Map<String, Act> ACTS =
            Map.of(
                    "incident.acknowledged", Act.ACKNOWLEDGE,
                    "incident.escalated", Act.ESCALATE,
                    "incident.resolved", Act.RESOLVE);

    @Override
    public String name() {
        return "pagerduty";
    }

    @Override
    public Reading read(Received received) {
        var expected = "v1=" + key.hex(received.body());
        boolean signed =
                Stream.of(received.header("x-pagerduty-signature").orElse("").split(",", 10))
                                .map(String::strip)
                                .filter(signature -> Hmac.same(expected, signature))
                                .count()
                        > 0;
        if (!signed) {
            return new Reading.Refused(403, "no signature is right");
        }
        try {
            return read(JsonMapper.shared().readTree(received.body()).path("event"), received.at());
        } catch (JacksonException _) {
            return new Reading.Refused(400, "the body is no JSON");
        }
    }

    private static Reading read(JsonNode event, Instant now) {
        var act = Optional.ofNullable(ACTS.get(event.path("event_type").asString("")));
        var agent = event.path("agent");
        boolean person = agent.path("type").asString("").startsWith("user");
        var incident = AlertKey.incident(event.path("data").path("incident_key").asString(""));
        if (act.isEmpty() || !person || incident.isEmpty()) {
            return new Reading.Ignored();
        }
        var id = event.path("id").asString("");
        if (!id.matches("[!-~]{1,100}") || !recent(event.path("occurred_at").asString(""), now)) {
            return new Reading.Refused(400, "the event has no id, or is too old");
        }
        return new Reading.Asked(
                id,
                "pagerduty",
                agent.path("id").asString(""),
                act.get(),
                incident.get(),
                Optional.empty(),
                "",
                Optional.empty());
    }

    private static boolean recent(String occurredAt, Instant now) {
        try {
            var at = OffsetDateTime.parse(occurredAt).toInstant();
            return Duration.between(at, now).abs().compareTo(AGE_MAX) <= 0;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
