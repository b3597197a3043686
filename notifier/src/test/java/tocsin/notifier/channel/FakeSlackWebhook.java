package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/// An incoming webhook of Slack.
///
/// @param path its address, which is the secret
/// @param messages what was posted
record FakeSlackWebhook(String path, List<JsonNode> messages) {
    FakeSlackWebhook(String path) {
        this(path, new ArrayList<>());
    }

    Answer answer(FakeProvider.Request request) {
        if (!request.method().equals("POST") || !request.path().equals(path)) {
            return new Answer.Unexpected(request.toString());
        }
        var message = Json.read(request.body());
        if (message.path("text").asString("").isEmpty() && message.path("attachments").isEmpty()) {
            return Answer.of(400, "no_text");
        }
        synchronized (messages) {
            messages.add(message);
        }
        return Answer.of(200, "ok");
    }
}
