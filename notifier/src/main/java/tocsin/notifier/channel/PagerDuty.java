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

/// PagerDuty's Events API v2. One alert for each incident and target: what comes later adds to it,
/// the resolution closes it. Its `dedup_key` makes a repeated request harmless.
///
/// @param base without `/v2/enqueue`
/// @param routingKey the integration's key
record PagerDuty(URI base, Secret routingKey) implements HttpChannel.Provider {
    static final String BASE = "https://events.pagerduty.com";
    private static final int SUMMARY_MAX = 1024;
    private static final int FIELD_MAX = 255;
    private static final int DETAIL_MAX = 4_000;

    @Override
    public boolean shows(Notification notification) {
        return true;
    }

    @Override
    public boolean rings(Command.Kind kind) {
        return kind != Command.Kind.CHANGED;
    }

    @Override
    public HttpRequest request(Notification notification) {
        if (notification.command().kind() == Command.Kind.CHANGED) {
            return HttpRequest.json(
                    Urls.under(base, "/v2/change/enqueue"), Json.text(change(notification)));
        }
        return HttpRequest.json(Urls.under(base, "/v2/enqueue"), Json.text(event(notification)));
    }

    /// An event that cannot be used may be answered with any status.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var body = Json.read(answer.body());
        return switch (body.path("status").asString("")) {
            case "success" ->
                    new Outcome.Accepted(PlainText.line(body.path("dedup_key").asString(""), 255));
            case "invalid event" -> new Outcome.Refused(said(answer));
            default -> HttpOutcome.odd(answer, "PagerDuty", routingKey);
        };
    }

    /// Nothing is left to approve. What has failed stays until a person has looked at it.
    @Override
    public Optional<HttpRequest> afterwards(Notification notification) {
        return notification.command().kind() == Command.Kind.RESOLVED
                ? Optional.of(resolve(notification.alert(Command.Kind.APPROVAL_WANTED)))
                : Optional.empty();
    }

    private HttpRequest resolve(String alert) {
        var event =
                Map.of(
                        "routing_key",
                        routingKey.value(),
                        "dedup_key",
                        alert,
                        "event_action",
                        "resolve");
        return HttpRequest.json(Urls.under(base, "/v2/enqueue"), Json.text(event));
    }

    private String said(Reply.Answered answer) {
        return PlainText.line(routingKey.blot(answer.body()), FIELD_MAX);
    }

    private Map<String, Object> event(Notification notification) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("routing_key", routingKey.value());
        event.put("dedup_key", notification.alert());
        var action = action(notification.command().kind());
        event.put("event_action", action);
        if (!action.equals("trigger")) {
            return event;
        }
        event.put("client", "Tocsin");
        event.put("payload", payload(notification));
        event.put("links", links(notification));
        return event;
    }

    /// A change event never notifies anybody, and has no key.
    private Map<String, Object> change(Notification notification) {
        var service = notification.command().service();
        var message = notification.message();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", PlainText.line(message.headline(service), SUMMARY_MAX));
        payload.put("timestamp", message.openedAt().toString());
        payload.put("source", PlainText.line(service, FIELD_MAX));
        payload.put("custom_details", Details.of(notification, DETAIL_MAX));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("routing_key", routingKey.value());
        event.put("payload", payload);
        event.put("links", links(notification));
        return event;
    }

    private static String action(Command.Kind kind) {
        return switch (kind) {
            case PAGE, NOTICE, UPDATE_DUE, BUDGET, APPROVAL_WANTED, REMEDIATION_FAILED, CHANGED ->
                    "trigger";
            case ACKNOWLEDGED -> "acknowledge";
            case RESOLVED -> "resolve";
        };
    }

    private static Map<String, Object> payload(Notification notification) {
        var command = notification.command();
        var message = notification.message();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", PlainText.line(message.headline(command.service()), SUMMARY_MAX));
        payload.put("source", PlainText.line(command.service(), FIELD_MAX));
        payload.put("severity", severity(message.severity()));
        payload.put("timestamp", message.openedAt().toString());
        payload.put("component", PlainText.line(command.service(), FIELD_MAX));
        payload.put("custom_details", Details.of(notification, DETAIL_MAX));
        return payload;
    }

    private static List<Map<String, String>> links(Notification notification) {
        return Urls.links(notification.message()).entrySet().stream()
                .map(link -> Map.of("href", link.getValue(), "text", link.getKey()))
                .toList();
    }

    private static String severity(String severity) {
        return switch (severity) {
            case "SEV1" -> "critical";
            case "SEV2" -> "error";
            case "SEV3" -> "warning";
            default -> "info";
        };
    }
}
