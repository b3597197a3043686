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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Text messages and calls by Twilio. Its API takes no key of ours: before a message is repeated it
/// is asked for what it has sent to the number since. What a call said it does not tell, so a call
/// whose answer was lost is made again.
///
/// @param account its SID
record Twilio(
        URI base, Kind kind, String account, String from, String to, Secret token, Texts texts)
        implements HttpChannel.Provider {
    static final String BASE = "https://api.twilio.com";
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);
    private static final int PAGE_SIZE = 50;

    enum Kind {
        SMS,
        VOICE;

        private String resource() {
            return this == SMS ? "Messages" : "Calls";
        }
    }

    @Override
    public boolean rings(Command.Kind kind) {
        return true;
    }

    @Override
    public HttpRequest request(Notification notification) {
        var form = new LinkedHashMap<String, String>();
        form.put("To", to);
        form.put(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
        switch (kind) {
            case SMS -> form.put("Body", texts.of(Layout.SMS, notification));
            case VOICE -> form.put("Twiml", spoken(texts.of(Layout.VOICE, notification)));
        }
        return authorized(
                new HttpRequest(
                        "POST",
                        resource(""),
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        Urls.form(form)));
    }

    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        return sid(Json.read(answer.body()))
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> HttpOutcome.odd(answer, "Twilio", token));
    }

    @Override
    public Optional<HttpRequest> question(Notification notification) {
        if (kind == Kind.VOICE) {
            return Optional.empty();
        }
        var since = notification.command().source().recordedAt().minus(CLOCKS_DIFFER);
        var query = new LinkedHashMap<String, String>();
        query.put("To", to);
        query.put("DateSent>", since.toString());
        query.put("PageSize", Integer.toString(PAGE_SIZE));
        return Optional.of(authorized(HttpRequest.get(resource("?" + Urls.form(query)))));
    }

    @Override
    public Optional<String> arrived(Reply.Answered answer, Notification notification) {
        return Json.read(answer.body())
                .path("messages")
                .valueStream()
                .filter(sent -> sent.path("body").asString("").contains(notification.shortPage()))
                .flatMap(sent -> sid(sent).stream())
                .findFirst();
    }

    private static Optional<String> sid(JsonNode resource) {
        return Optional.of(PlainText.line(resource.path("sid").asString(""), 100))
                .filter(sid -> !sid.isEmpty());
    }

    /// Said twice: nobody is awake the first time.
    private static String spoken(String text) {
        var words = text.replace("&", "and").replaceAll("[<>\"']", " ").replace('\n', ' ');
        return "<Response><Say>%s</Say><Pause length=\"1\"/><Say>%s</Say></Response>"
                .formatted(words, words);
    }

    private URI resource(String query) {
        return Urls.under(
                base,
                "/2010-04-01/Accounts/%s/%s.json%s"
                        .formatted(Urls.encoded(account), kind.resource(), query));
    }

    private HttpRequest authorized(HttpRequest request) {
        var credentials = (account + ":" + token.value()).getBytes(StandardCharsets.UTF_8);
        return request.with(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
}
