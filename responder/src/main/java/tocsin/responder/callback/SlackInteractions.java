package tocsin.responder.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.responder.incident.Act;
import tocsin.schemas.identity.Ids;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Buttons of our messages in Slack. Slack signs time stamp and body; what is older, or newer, than
/// five minutes is not believed.
///
/// @param key the signing secret of the app
public record SlackInteractions(Hmac key) implements CallbackSource {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String FIELD = "payload=";
    private static final String VALUE = "(\\S{1,200}) ([0-9]{1,9})";

    /// What the notifier calls its buttons.
    private static final Map<String, Act> ACTS =
            Map.of(
                    "tocsin-acknowledge", Act.ACKNOWLEDGE,
                    "tocsin-escalate", Act.ESCALATE,
                    "tocsin-resolve", Act.RESOLVE);

    /// A button that says for how many minutes.
    private static final Pattern SNOOZE = Pattern.compile("tocsin-snooze-([1-9][0-9]{0,4})");

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Reading read(Received received) {
        if (!signed(received)) {
            return new Reading.Refused(401, "the signature is missing, wrong or old");
        }
        var body = received.text();
        if (!body.startsWith(FIELD)) {
            return new Reading.Refused(400, "there is no payload");
        }
        try {
            var form = body.substring(FIELD.length()).split("&", 2)[0];
            var payload = JsonMapper.shared().readTree(URLDecoder.decode(form, UTF_8));
            return read(payload, Ids.hex("slack", body));
        } catch (JacksonException | IllegalArgumentException _) {
            return new Reading.Refused(400, "the payload is no JSON");
        }
    }

    private static Reading read(JsonNode payload, String id) {
        var action = payload.path("actions").path(0);
        var name = action.path("action_id").asString("");
        var lasts = lasts(name);
        var act = lasts.isPresent() ? Optional.of(Act.SNOOZE) : Optional.ofNullable(ACTS.get(name));
        if (!payload.path("type").asString("").equals("block_actions") || act.isEmpty()) {
            return new Reading.Ignored();
        }
        var value = action.path("value").asString("");
        if (!value.matches(VALUE)) {
            return new Reading.Refused(400, "the button names no incident");
        }
        var parts = value.split(" ", 2);
        return new Reading.Asked(
                id,
                "slack",
                payload.path("user").path("id").asString(""),
                act.get(),
                parts[0],
                Optional.of(Integer.valueOf(parts[1])),
                "",
                lasts);
    }

    private static Optional<Duration> lasts(String action) {
        var match = SNOOZE.matcher(action);
        return match.matches()
                ? Optional.of(Duration.ofMinutes(Integer.parseInt(match.group(1))))
                : Optional.empty();
    }

    private boolean signed(Received received) {
        var time = received.header("x-slack-request-timestamp").orElse("");
        var signature = received.header("x-slack-signature").orElse("");
        if (!time.matches("[0-9]{1,11}")) {
            return false;
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(time));
        boolean now = Duration.between(sent, received.at()).abs().compareTo(WINDOW) <= 0;
        var expected = "v0=" + key.hex(("v0:" + time + ":").getBytes(UTF_8), received.body());
        return Hmac.same(expected, signature) && now;
    }
}
