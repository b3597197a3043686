package tocsin.notifier.channel.message;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Notification;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Notifications to try templates on.
public final class Sample {
    private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");

    private Sample() {}

    /// A notification with every field.
    public static Notification notification(Command.Kind kind) {
        return new Notification(
                new Command.Notify(
                        "0123456789abcdef",
                        new Command.Source(0, 0, AT, ""),
                        kind,
                        "checkout",
                        "checkout-7k3f9a",
                        "on-call",
                        List.of("phone"),
                        AT.plus(Duration.ofHours(1)),
                        new Message(
                                kind == Command.Kind.CHANGED ? "" : "SEV2",
                                title(kind),
                                impact(kind),
                                evidence(kind),
                                status(kind),
                                reason(kind),
                                AT.minusSeconds(30),
                                links(kind),
                                1,
                                details(kind),
                                false)),
                "phone",
                1,
                false);
    }

    private static String title(Command.Kind kind) {
        return kind == Command.Kind.CHANGED
                ? "version 2.14.0 is deployed"
                : "checkout burns its error budget 14.4 times too fast";
    }

    private static String impact(Command.Kind kind) {
        return switch (kind) {
            case PAGE, NOTICE, ACKNOWLEDGED, UPDATE_DUE, APPROVAL_WANTED, REMEDIATION_FAILED ->
                    "customers cannot pay";
            case BUDGET, RESOLVED, CHANGED -> "";
        };
    }

    private static String reason(Command.Kind kind) {
        return switch (kind) {
            case CHANGED -> "by pipeline";
            case UPDATE_DUE -> "an update is due: say what was tried";
            case BUDGET -> "80 % of the error budget is spent";
            case PAGE, NOTICE, ACKNOWLEDGED, RESOLVED, APPROVAL_WANTED, REMEDIATION_FAILED ->
                    "first on call";
        };
    }

    private static String evidence(Command.Kind kind) {
        return switch (kind) {
            case APPROVAL_WANTED ->
                    "roll-back of checkout waits for approval until 2026-01-05 09:15 UTC"
                            + " (risk MEDIUM)";
            case REMEDIATION_FAILED ->
                    "roll-back of checkout: failed: the executor refused it: it has expired";
            case BUDGET ->
                    "checkout: 80 % of the 30-day error budget is spent; 345 of 430,000 requests"
                            + " failed in it";
            case CHANGED -> "Ship the new basket";
            case PAGE, NOTICE, ACKNOWLEDGED, UPDATE_DUE, RESOLVED ->
                    "4.1 % of 12,000 requests failed in the last 5 minutes";
        };
    }

    private static Map<String, String> links(Command.Kind kind) {
        var links = new TreeMap<String, String>();
        links.put("incident", "https://tocsin.example/v1/incidents/checkout-7k3f9a");
        if (kind != Command.Kind.CHANGED) {
            links.put("dashboard", "https://grafana.example/d/checkout");
        }
        if (kind == Command.Kind.APPROVAL_WANTED || kind == Command.Kind.REMEDIATION_FAILED) {
            links.put("remediation", "https://tocsin.example/v1/remediations/4f1d");
        }
        return links;
    }

    private static List<Message.Detail> details(Command.Kind kind) {
        return switch (kind) {
            case APPROVAL_WANTED ->
                    List.of(
                            new Message.Detail("Action", "roll-back of checkout"),
                            new Message.Detail("Risk", "MEDIUM"),
                            new Message.Detail("Blast radius", "checkout"),
                            new Message.Detail("Until", "2026-01-05 09:15 UTC"),
                            new Message.Detail(
                                    "Approve it",
                                    "tocsin remediation approve 4f1d --hash 3f9c21aa"));
            case REMEDIATION_FAILED ->
                    List.of(
                            new Message.Detail("Action", "roll-back of checkout"),
                            new Message.Detail("Look at it", "tocsin remediation show 4f1d"));
            case BUDGET ->
                    List.of(
                            new Message.Detail("Spent", "80.2 %"),
                            new Message.Detail("Deployments", "may go on"));
            case CHANGED -> List.of(new Message.Detail("Before", "2.13.2"));
            case PAGE, NOTICE, ACKNOWLEDGED, UPDATE_DUE, RESOLVED -> List.of();
        };
    }

    private static String status(Command.Kind kind) {
        return switch (kind) {
            case PAGE -> "open, nobody has acknowledged; next update by 09:15 UTC";
            case NOTICE, BUDGET -> "open, nobody has acknowledged";
            case ACKNOWLEDGED, UPDATE_DUE, APPROVAL_WANTED, REMEDIATION_FAILED ->
                    "acknowledged by first-engineer; next update by 09:15 UTC";
            case RESOLVED -> "resolved after 1 h 12 min";
            case CHANGED -> "finished";
        };
    }

    /// A notification as the channel type `webhook` posts it; what it does not say comes from the
    /// sample.
    ///
    /// @throws IllegalArgumentException when a field cannot be used
    public static Notification of(JsonNode event) {
        var sample = notification(kind(event.path("type").asString("page")));
        var command = sample.command();
        var message = sample.message();
        return new Notification(
                new Command.Notify(
                        event.path("id").asString(command.page()),
                        command.source(),
                        command.kind(),
                        event.path("service").asString(command.service()),
                        event.path("incident").asString(command.incident()),
                        event.path("target").asString(command.target()),
                        command.channels(),
                        command.validUntil(),
                        new Message(
                                event.path("severity").asString(message.severity()),
                                event.path("title").asString(message.title()),
                                event.path("impact").asString(message.impact()),
                                event.path("evidence").asString(message.evidence()),
                                event.path("status").asString(message.status()),
                                event.path("reason").asString(message.reason()),
                                at(event.path("openedAt").asString(message.openedAt().toString())),
                                event.has("links") ? links(event) : message.links(),
                                message.revision(),
                                event.has("details") ? details(event) : message.details(),
                                event.path("drill").asBoolean(false))),
                sample.channel(),
                event.path("attempt").asInt(sample.attempt()),
                false);
    }

    private static Command.Kind kind(String type) {
        return Command.Kind.of(type)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "type is one of "
                                        + Stream.of(Command.Kind.values())
                                                .map(Command.Kind::id)
                                                .collect(Collectors.joining(", "))));
    }

    private static Instant at(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("openedAt is no time such as 2026-01-05T09:00:00Z");
        }
    }

    private static List<Message.Detail> details(JsonNode event) {
        return event.path("details")
                .valueStream()
                .map(one ->
                        new Message.Detail(
                                one.path("name").asString(""), one.path("text").asString("")))
                .toList();
    }

    private static Map<String, String> links(JsonNode event) {
        var links = new TreeMap<String, String>();
        event.path("links")
                .propertyStream()
                .forEach(link -> links.put(link.getKey(), link.getValue().asString("")));
        return links;
    }
}
