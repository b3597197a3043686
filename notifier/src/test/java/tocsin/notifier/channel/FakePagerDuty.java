package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import java.util.HashMap;
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

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.method().equals("POST") || !request.path().equals("/v2/enqueue")) {
            return new Answer.Unexpected(request.toString());
        }
        var event = Json.read(request.body());
        var key = event.path("dedup_key").asString("");
        var action = event.path("event_action").asString("");
        var problem =
                event.path("routing_key").asString("").length() != KEY
                        ? "Length of 'routing_key' is incorrect (should be 32 characters)"
                        : key.isEmpty() || key.length() > 255
                                ? "'dedup_key' is missing or too long"
                                : problem(action, request.body());
        if (!problem.isEmpty()) {
            return Answer.of(400, INVALID.formatted(problem));
        }
        alerts.put(key, action);
        return Answer.of(
                202,
                Json.text(
                        Map.of(
                                "status", "success",
                                "message", "Event processed",
                                "dedup_key", key)));
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
}
