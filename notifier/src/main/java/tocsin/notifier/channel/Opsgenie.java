package tocsin.notifier.channel;

import tocsin.notifier.channel.http.HttpRequest;
import tocsin.notifier.channel.http.Reply;
import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opsgenie's alert API, which Jira Service Management speaks too. One alert for each incident and
/// target, by its alias: what comes later counts on it, the resolution closes it.
///
/// @param base without `/v2/alerts`
record Opsgenie(URI base, Secret key) implements HttpChannel.Provider {
    static final String BASE = "https://api.opsgenie.com";
    private static final int MESSAGE_MAX = 130;
    private static final int DESCRIPTION_MAX = 15_000;
    private static final int FIELD_MAX = 512;
    private static final int DETAIL_MAX = 1_000;
    private static final int TAG_MAX = 50;

    /// It knows alerts only.
    @Override
    public boolean shows(Notification notification) {
        return notification.command().kind() != Command.Kind.CHANGED;
    }

    @Override
    public boolean rings(Command.Kind kind) {
        return true;
    }

    @Override
    public HttpRequest request(Notification notification) {
        var request =
                switch (notification.command().kind()) {
                    case PAGE,
                            NOTICE,
                            UPDATE_DUE,
                            BUDGET,
                            APPROVAL_WANTED,
                            REMEDIATION_FAILED,
                            CHANGED ->
                            create(notification);
                    case ACKNOWLEDGED -> end(notification, notification.alert(), "acknowledge");
                    case RESOLVED -> end(notification, notification.alert(), "close");
                };
        return authorized(request);
    }

    /// Nothing is left to approve. What has failed stays until a person has looked at it.
    @Override
    public Optional<HttpRequest> afterwards(Notification notification) {
        var asked = notification.alert(Command.Kind.APPROVAL_WANTED);
        return notification.command().kind() == Command.Kind.RESOLVED
                ? Optional.of(authorized(end(notification, asked, "close")))
                : Optional.empty();
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.with("Authorization", "GenieKey " + key.value());
    }

    /// It only says that it will look at the request; its id is the receipt.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var id = Json.read(answer.body()).path("requestId").asString("");
        return id.isEmpty()
                ? HttpOutcome.odd(answer, "Opsgenie", key)
                : new Outcome.Accepted(PlainText.line(id, FIELD_MAX));
    }

    private HttpRequest create(Notification notification) {
        var command = notification.command();
        var message = notification.message();
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("message", PlainText.line(message.headline(command.service()), MESSAGE_MAX));
        alert.put("alias", notification.alert());
        alert.put("description", description(notification));
        alert.put("details", Details.of(notification, DETAIL_MAX));
        alert.put("entity", PlainText.line(command.service(), FIELD_MAX));
        alert.put("source", "Tocsin");
        alert.put("priority", priority(message.severity()));
        var severity = PlainText.line(message.severityText(), TAG_MAX);
        alert.put("tags", message.drill() ? List.of("DRILL", severity) : List.of(severity));
        return HttpRequest.json(Urls.under(base, "/v2/alerts"), Json.text(alert));
    }

    private HttpRequest end(Notification notification, String alert, String action) {
        var alias = Urls.encoded(alert);
        var note = PlainText.line(notification.message().status(), DETAIL_MAX);
        return HttpRequest.json(
                Urls.under(base, "/v2/alerts/" + alias + "/" + action + "?identifierType=alias"),
                Json.text(Map.of("source", "Tocsin", "note", note)));
    }

    private static String description(Notification notification) {
        var message = notification.message();
        var text = new StringBuilder(message.marked(message.title())).append('\n');
        if (!message.impact().isEmpty()) {
            text.append("Impact: ").append(message.impact()).append('\n');
        }
        text.append(message.evidence());
        message.details()
                .forEach(one ->
                        text.append('\n').append(one.name()).append(": ").append(one.text()));
        Urls.links(message)
                .forEach((name, url) -> text.append('\n').append(name).append(": ").append(url));
        return PlainText.lines(text.toString(), DESCRIPTION_MAX);
    }

    private static String priority(String severity) {
        return switch (severity) {
            case "SEV1" -> "P1";
            case "SEV2" -> "P2";
            case "SEV3" -> "P3";
            default -> "P4";
        };
    }
}
