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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Incidents on a Statuspage, one for each of ours, from the first message to the resolution. The
/// public reads it: the built-in texts name the service and nothing else. Its metadata, which
/// nobody is shown, says which incident it is and which message was the last.
record Statuspage(URI base, Site site, Secret key, Texts texts) implements HttpChannel.Provider {
    static final String BASE = "https://api.statuspage.io";
    static final String ID = "[A-Za-z0-9]{1,40}";

    /// Which page, and what on it is affected.
    ///
    /// @param components ids; their state follows the incident's severity
    /// @param subscribers whether those who subscribed to the page are written to
    record Site(String page, List<String> components, boolean subscribers) {
        Site {
            if (!page.matches(ID) || !components.stream().allMatch(one -> one.matches(ID))) {
                throw new IllegalArgumentException("spec.page and spec.components are ids");
            }
            components = List.copyOf(components);
        }
    }

    /// What the public does not care about is not published, and no drill is.
    @Override
    public boolean shows(Notification notification) {
        return !notification.message().drill() && told(notification.command().kind());
    }

    private static boolean told(Command.Kind kind) {
        return switch (kind) {
            case PAGE, NOTICE, RESOLVED -> true;
            case BUDGET, ACKNOWLEDGED, UPDATE_DUE, APPROVAL_WANTED, REMEDIATION_FAILED, CHANGED ->
                    false;
        };
    }

    @Override
    public HttpRequest request(Notification notification) {
        var first = notification.first();
        if (first.isPresent()) {
            return authorized(
                    HttpRequest.json(incidents("/" + id(first.get())), body(notification))
                            .as("PATCH"));
        }
        // That something is over which nobody was told of is not published.
        return over(notification)
                ? list()
                : authorized(HttpRequest.json(incidents(""), body(notification)));
    }

    /// The receipt is the id of their incident.
    @Override
    public Outcome taken(Reply.Answered answer, Notification notification, Instant now) {
        var body = Json.read(answer.body());
        if (notification.first().isEmpty() && over(notification) && body.isArray()) {
            return new Outcome.Accepted("there is no incident to resolve");
        }
        return id(body).<Outcome>map(Outcome.Accepted::new)
                .orElseGet(() -> HttpOutcome.odd(answer, "Statuspage", key));
    }

    @Override
    public Optional<HttpRequest> lookUp(Notification notification) {
        return Optional.of(list());
    }

    @Override
    public boolean searched(Reply.Answered answer) {
        return Json.read(answer.body()).isArray();
    }

    @Override
    public Optional<String> found(Reply.Answered answer, Notification notification) {
        return published(answer, "incident", Ticket.key(notification));
    }

    @Override
    public Optional<HttpRequest> question(Notification notification) {
        return Optional.of(list());
    }

    @Override
    public Optional<String> arrived(Reply.Answered answer, Notification notification) {
        return published(answer, "message", notification.page());
    }

    /// The newest with this in its metadata.
    private static Optional<String> published(Reply.Answered answer, String name, String value) {
        return Json.read(answer.body())
                .valueStream()
                .filter(one -> metadata(one).path(name).asString("").equals(value))
                .flatMap(one -> id(one).stream())
                .findFirst();
    }

    private static JsonNode metadata(JsonNode incident) {
        return incident.path("metadata").path("tocsin");
    }

    private String body(Notification notification) {
        Map<String, Object> incident = new LinkedHashMap<>();
        if (notification.first().isEmpty()) {
            var name = texts.of(Layout.STATUSPAGE_TITLE, notification);
            incident.put("name", PlainText.line(name, 255));
        }
        incident.put("status", over(notification) ? "resolved" : "investigating");
        incident.put("body", texts.of(Layout.STATUSPAGE, notification));
        incident.put("deliver_notifications", site.subscribers);
        if (!site.components.isEmpty()) {
            incident.put("component_ids", site.components);
            incident.put("components", components(notification));
        }
        incident.put(
                "metadata",
                Map.of(
                        "tocsin",
                        Map.of(
                                "incident", Ticket.key(notification),
                                "message", notification.page())));
        return Json.text(Map.of("incident", incident));
    }

    private Map<String, String> components(Notification notification) {
        var state = over(notification) ? "operational" : state(notification.message().severity());
        Map<String, String> components = new LinkedHashMap<>();
        site.components.forEach(component -> components.put(component, state));
        return components;
    }

    private static String state(String severity) {
        return switch (severity) {
            case "SEV1" -> "major_outage";
            case "SEV2" -> "partial_outage";
            default -> "degraded_performance";
        };
    }

    private HttpRequest list() {
        return authorized(HttpRequest.get(incidents("?limit=100")));
    }

    private URI incidents(String below) {
        return Urls.under(base, "/v1/pages/" + site.page + "/incidents" + below);
    }

    private HttpRequest authorized(HttpRequest request) {
        return request.with("Authorization", "OAuth " + key.value());
    }

    private static Optional<String> id(JsonNode incident) {
        return Optional.of(incident.path("id").asString("")).filter(id -> id.matches(ID));
    }

    /// It becomes part of a path.
    private static String id(String receipt) {
        if (!receipt.matches(ID)) {
            throw new IllegalArgumentException("the receipt is no incident of a status page");
        }
        return receipt;
    }

    private static boolean over(Notification notification) {
        return notification.command().kind() == Command.Kind.RESOLVED;
    }
}
