package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// A conversation as Slack keeps it.
final class FakeSlack {
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();

    /// What each message says now, by its time stamp.
    final Map<String, String> texts = new HashMap<>();

    private final String token;

    FakeSlack(String token) {
        this.token = token;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("Bearer " + token)) {
            return no("invalid_auth");
        }
        var path = request.path().replaceAll("\\?.*", "");
        var body = Json.read(request.body());
        return switch (request.method() + path) {
            case "POST/chat.postMessage" -> post(body);
            case "POST/chat.update" -> update(body);
            case "GET/conversations.history", "GET/conversations.replies" -> history();
            default -> new Answer.Unexpected(request.toString());
        };
    }

    private Answer post(JsonNode body) {
        var text = body.path("text").asString("");
        var thread = body.path("thread_ts").asString("");
        if (text.isEmpty() || text.length() > 40_000) {
            return no("msg_too_long");
        }
        if (!thread.isEmpty() && !texts.containsKey(thread)) {
            return no("thread_not_found");
        }
        messages.add(body);
        var ts = ts(messages.size());
        texts.put(ts, text);
        return Answer.of(
                200,
                Json.text(
                        Map.of("ok", true, "channel", body.path("channel").asString(), "ts", ts)));
    }

    private Answer update(JsonNode body) {
        var ts = body.path("ts").asString("");
        if (!texts.containsKey(ts)) {
            return no("message_not_found");
        }
        texts.put(ts, body.path("text").asString(""));
        var room = body.path("channel").asString();
        return Answer.of(200, Json.text(Map.of("ok", true, "channel", room, "ts", ts)));
    }

    private Answer history() {
        var found =
                IntStream.range(0, messages.size())
                        .mapToObj(i ->
                                Map.of(
                                        "ts",
                                        ts(i + 1),
                                        "metadata",
                                        messages.get(i).path("metadata")))
                        .toList();
        return Answer.of(200, Json.text(Map.of("ok", true, "messages", found)));
    }

    private static String ts(int number) {
        return "1767603600.%06d".formatted(number);
    }

    private static Answer no(String error) {
        return Answer.of(200, Json.text(Map.of("ok", false, "error", error)));
    }
}
