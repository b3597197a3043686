package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.Layout;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Texts;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slack's Web API. An incident is a thread: its first message is edited to say how things stand,
/// what comes later is a reply, and a page is shown in the channel besides. Each message carries
/// the page's id as metadata, so that one whose answer was lost is found again. A receipt is
/// `channel/thread`, and `/message` behind it for a reply.
///
/// @param base without `/chat.postMessage`
/// @param channel id of the conversation
/// @param buttons whether the first message has some: then the responder has to hear of them
/// @param token of a bot with `chat:write`, and `channels:history` to find lost messages
record Slack(URI base, String channel, boolean buttons, Secret token, Texts texts)
        implements HttpChannel.Provider {
    static final String BASE = "https://slack.com/api";
    private static final String EVENT = "tocsin_page";
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int WORD_MAX = 100;

    /// Which message a receipt speaks of.
    private record Root(String channel, String ts) {
        static Optional<Root> of(Notification notification) {
            return notification
                    .first()
                    .map(receipt -> receipt.split("/", -1))
                    .filter(parts -> parts.length >= 2)
                    .map(parts -> new Root(parts[0], parts[1]));
        }
    }

    /// That somebody has it in hand is edited into the first message and is no message of its own.
    @Override
    public boolean shows(Notification notification) {
        return notification.command().kind() != Command.Kind.CHANGED
                && (!edits(notification) || Root.of(notification).isPresent());
    }

    @Override
    public HttpRequest request(Notification notification) {
        if (edits(notification)) {
            return edit(Root.of(notification).orElseThrow(), notification);
        }
        var body = message(notification, Root.of(notification).isEmpty());
        body.put("channel", channel);
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        body.put(
                "metadata",
                Map.of("event_type", EVENT, "event_payload", Map.of("page", notification.page())));
        Root.of(notification)
                .ifPresent(thread -> {
                    body.put("thread_ts", thread.ts);
                    body.put("reply_broadcast", notification.command().kind().wakes());
                });
        return post("/chat.postMessage", body);
    }

    /// Slack answers 200 to almost everything.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var body = Json.read(answer.body());
        if (body.path("ok").asBoolean(false)) {
            return new Outcome.Accepted(
                    receipt(body.path("channel").asString(channel), body, notification));
        }
        var error = PlainText.line(token.blot(body.path("error").asString("")), WORD_MAX);
        return switch (error) {
            case "" -> HttpOutcome.odd(answer, "Slack", token);
            case "ratelimited", "rate_limited" ->
                    new Outcome.TryAgain(error, HttpOutcome.retryAfter(answer, now));
            case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
                    new Outcome.TryAgain(error);
            default -> new Outcome.Refused("Slack says " + error);
        };
    }

    @Override
    public Optional<HttpRequest> question(Notification notification) {
        var oldest = notification.command().source().recordedAt().minus(CLOCKS_DIFFER);
        var common =
                "channel=%s&include_all_metadata=true&limit=100&oldest=%d.000000"
                        .formatted(Urls.encoded(channel), oldest.getEpochSecond());
        var question =
                Root.of(notification)
                        .map(thread -> "/conversations.replies?ts=" + Urls.encoded(thread.ts) + "&")
                        .orElse("/conversations.history?");
        return Optional.of(authorized(HttpRequest.get(Urls.under(base, question + common))));
    }

    @Override
    public Optional<String> arrived(Reply.Answered answer, Notification notification) {
        for (var message : Json.read(answer.body()).path("messages")) {
            var metadata = message.path("metadata");
            if (metadata.path("event_type").asString("").equals(EVENT)
                    && metadata.path("event_payload")
                            .path("page")
                            .asString("")
                            .equals(notification.page())) {
                return Optional.of(receipt(channel, message, notification));
            }
        }
        return Optional.empty();
    }

    /// The first message says how the incident stands; what is asked meanwhile is in the thread.
    @Override
    public Optional<HttpRequest> afterwards(Notification notification) {
        return switch (notification.command().kind()) {
            case PAGE, NOTICE, BUDGET, RESOLVED ->
                    Root.of(notification).map(thread -> edit(thread, notification));
            case ACKNOWLEDGED, UPDATE_DUE, APPROVAL_WANTED, REMEDIATION_FAILED, CHANGED ->
                    Optional.empty();
        };
    }

    private static boolean edits(Notification notification) {
        return notification.command().kind() == Command.Kind.ACKNOWLEDGED;
    }

    private HttpRequest edit(Root thread, Notification notification) {
        var body = message(notification, true);
        body.put("channel", thread.channel);
        body.put("ts", thread.ts);
        return post("/chat.update", body);
    }

    private static String receipt(String where, JsonNode message, Notification notification) {
        var ts = PlainText.line(message.path("ts").asString(""), WORD_MAX);
        return PlainText.line(where, WORD_MAX)
                + "/"
                + Root.of(notification).map(thread -> thread.ts + "/" + ts).orElse(ts);
    }

    private Map<String, Object> message(Notification notification, boolean isFirst) {
        Map<String, Object> body = new LinkedHashMap<>();
        var text = texts.of(Layout.SLACK, notification);
        body.put("text", text);
        body.put("parse", "none");
        if (buttons && isFirst) {
            body.put("blocks", SlackButtons.blocks(text, notification));
        }
        return body;
    }

    private HttpRequest post(String path, Map<String, Object> body) {
        return authorized(HttpRequest.json(Urls.under(base, path), Json.text(body)));
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.with("Authorization", "Bearer " + token.value());
    }
}
