package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Push through an ntfy server. It keeps messages for a while, so that one whose answer was lost is
/// found again by its tag.
///
/// @param token of a user who may write to the topic, and read it to find lost messages
record Ntfy(URI base, String topic, Secret token, Texts texts) implements HttpChannel.Provider {
    static final String BASE = "https://ntfy.sh";
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int URGENT = 5;
    private static final int DEFAULT = 3;

    @Override
    public HttpRequest request(Notification notification) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("topic", topic);
        body.put("title", texts.of(Layout.NTFY_TITLE, notification));
        body.put("message", texts.of(Layout.NTFY, notification));
        body.put("priority", notification.command().kind().wakes() ? URGENT : DEFAULT);
        body.put("tags", List.of(notification.page()));
        Urls.links(notification.message()).entrySet().stream()
                .filter(link -> !link.getKey().equals("dashboard"))
                .findFirst()
                .ifPresent(link -> body.put("click", link.getValue()));
        return authorized(HttpRequest.json(Urls.under(base, "/"), Json.text(body)));
    }

    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        return id(Json.read(answer.body()))
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> HttpOutcome.odd(answer, "ntfy", token));
    }

    @Override
    public Optional<HttpRequest> question(Notification notification) {
        var since = notification.command().source().recordedAt().minus(CLOCKS_DIFFER);
        var path =
                "/%s/json?poll=1&since=%d&tags=%s"
                        .formatted(
                                Urls.encoded(topic),
                                since.getEpochSecond(),
                                Urls.encoded(notification.page()));
        return Optional.of(authorized(HttpRequest.get(Urls.under(base, path))));
    }

    /// One JSON object a line.
    @Override
    public Optional<String> arrived(Reply.Answered answer, Notification notification) {
        return answer.body()
                .lines()
                .map(Json::read)
                .filter(message ->
                        message.path("tags")
                                .valueStream()
                                .anyMatch(tag -> tag.asString("").equals(notification.page())))
                .flatMap(message -> id(message).stream())
                .findFirst();
    }

    private static Optional<String> id(JsonNode message) {
        return Optional.of(PlainText.line(message.path("id").asString(""), 100))
                .filter(id -> !id.isEmpty());
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.with("Authorization", "Bearer " + token.value());
    }
}
