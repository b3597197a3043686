package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One integration of PagerDuty, as strict as PagerDuty itself.
final class FakePagerDuty {
    private static final int KEY = 32;
    private static final int BYTES_MAX = 512_000;
    private static final int SUMMARY_MAX = 1024;

    /// What an event is answered that cannot be used; `%s` says why.
    static final String INVALID =
            """
            {"status":"invalid event","message":"Event object is invalid","errors":["%s"]}\
            """;

    /// The state of each alert, by its key: `trigger`, `acknowledge` or `resolve`.
    final Map<String, String> alerts = new HashMap<>();

    /// What the last trigger of each alert said.
    final Map<String, String> summaries = new HashMap<>();

    /// What was said of changes, which alert nobody.
    final List<JsonNode> changes = new ArrayList<>();

    synchronized Answer answer(FakeProvider.Request request) {
        return switch (request.method() + request.path()) {
            case "POST/v2/enqueue" -> alert(request.body());
            case "POST/v2/change/enqueue" -> change(request.body());
            default -> new Answer.Unexpected(request.toString());
        };
    }

    private Answer alert(String body) {
        var event = Json.read(body);
        var action = event.path("event_action").asString("");
        var given = event.path("dedup_key").asString("");
        var key = given.isEmpty() && action.equals("trigger") ? "made-" + alerts.size() : given;
        var problem = keys(event, key).isEmpty() ? problem(action, body) : keys(event, key);
        if (!problem.isEmpty()) {
            return Answer.of(400, INVALID.formatted(problem));
        }
        boolean triggered = action.equals("trigger");
        // What there is no alert for is taken and changes nothing; what is over stays over.
        if (triggered || !alerts.getOrDefault(key, "resolve").equals("resolve")) {
            alerts.put(key, action);
        }
        if (triggered) {
            summaries.put(key, event.path("payload").path("summary").asString(""));
        }
        return taken("Event processed", Map.of("dedup_key", key));
    }

    private Answer change(String body) {
        var event = Json.read(body);
        var summary = event.path("payload").path("summary").asString("");
        var problem =
                !keys(event, "none").isEmpty()
                        ? keys(event, "none")
                        : summary.isEmpty() || summary.length() > SUMMARY_MAX
                                ? "'payload.summary' is missing or too long"
                                : "";
        if (!problem.isEmpty()) {
            return Answer.of(400, INVALID.formatted(problem));
        }
        changes.add(event);
        return taken("Change event processed", Map.of());
    }

    private static String keys(JsonNode event, String dedupKey) {
        return event.path("routing_key").asString("").length() != KEY
                ? "Length of 'routing_key' is incorrect (should be 32 characters)"
                : dedupKey.isEmpty() || dedupKey.length() > 255
                        ? "'dedup_key' is missing or too long"
                        : "";
    }

    private static String problem(String action, String body) {
        var payload = Json.read(body).path("payload");
        return switch (action) {
            case "acknowledge", "resolve" -> "";
            case "trigger" -> {
                var summary = payload.path("summary").asString("");
                boolean usable =
                        body.length() <= BYTES_MAX
                                && !summary.isEmpty()
                                && summary.length() <= SUMMARY_MAX
                                && !payload.path("source").asString("").isEmpty()
                                && payload.path("severity")
                                        .asString("")
                                        .matches("critical|error|warning|info");
                yield usable ? "" : "'payload' is missing or cannot be used";
            }
            default -> "'event_action' is invalid";
        };
    }

    private static Answer taken(String message, Map<String, String> more) {
        var body = new LinkedHashMap<String, String>(more);
        body.put("status", "success");
        body.put("message", message);
        return Answer.of(202, Json.text(body));
    }
}
