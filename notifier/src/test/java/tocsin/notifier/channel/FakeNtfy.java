package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The topic `oncall` of an ntfy server.
final class FakeNtfy {
    private static final int MESSAGE_MAX = 4_096;

    /// What a poll shows: one JSON object for each message.
    final List<String> published = new CopyOnWriteArrayList<>();

    private final String token;

    FakeNtfy(String token) {
        this.token = token;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("Bearer " + token)) {
            return Answer.of(403, "{\"code\":40301,\"error\":\"forbidden\"}");
        }
        if (request.method().equals("GET")) {
            return request.path().startsWith("/oncall/json?poll=1&since=1767603540&tags=")
                    ? Answer.of(200, String.join("\n", published))
                    : new Answer.Unexpected(request.path());
        }
        var body = Json.read(request.body());
        var message = body.path("message").asString("");
        if (!request.path().equals("/")
                || !body.path("topic").asString("").equals("oncall")
                || message.isEmpty()
                || message.length() > MESSAGE_MAX) {
            return new Answer.Unexpected(request.toString());
        }
        published.add(
                "{\"id\":\"m%d\",\"tags\":%s}".formatted(published.size(), body.path("tags")));
        return Answer.of(200, "{\"id\":\"m%d\"}".formatted(published.size() - 1));
    }
}
