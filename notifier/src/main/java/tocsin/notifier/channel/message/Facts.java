package tocsin.notifier.channel.message;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.notifier.delivery.Notification;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a template may speak of: printable, bounded texts by name, and links.
final class Facts {
    private static final int LINE_MAX = 300;
    private static final int NAME_MAX = 40;
    private static final int EVIDENCE_MAX = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Facts() {}

    static Map<String, Object> of(Notification notification) {
        var command = notification.command();
        var message = notification.message();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("kind", command.kind().id());
        facts.put("heading", heading(command.kind()));
        facts.put("severity", PlainText.line(message.severityText(), LINE_MAX));
        facts.put("service", PlainText.line(command.service(), LINE_MAX));
        facts.put("title", PlainText.line(message.title(), LINE_MAX));
        facts.put("impact", PlainText.line(message.impact(), LINE_MAX));
        facts.put("evidence", PlainText.line(message.evidence(), EVIDENCE_MAX));
        facts.put("status", PlainText.line(message.status(), LINE_MAX));
        facts.put("reason", PlainText.line(message.reason(), LINE_MAX));
        facts.put("target", PlainText.line(command.target(), LINE_MAX));
        facts.put("incident", PlainText.line(command.incident(), LINE_MAX));
        facts.put("page", notification.shortPage());
        facts.put("opened", time(message.openedAt()));
        facts.put("drill", message.drill());
        facts.put("repeat", notification.repeat());
        facts.put("links", links(notification));
        facts.put("details", details(message));
        return facts;
    }

    private static List<Map<String, String>> links(Notification notification) {
        return Urls.links(notification.message()).entrySet().stream()
                .map(link -> Map.of("name", link.getKey(), "url", link.getValue()))
                .toList();
    }

    private static List<Map<String, String>> details(Message message) {
        return message.details().stream()
                .map(detail ->
                        Map.of(
                                "name", PlainText.line(detail.name(), NAME_MAX),
                                "text", PlainText.line(detail.text(), LINE_MAX)))
                .toList();
    }

    private static String heading(Command.Kind kind) {
        return switch (kind) {
            case PAGE -> "Page";
            case ACKNOWLEDGED -> "Acknowledged";
            case NOTICE -> "Notice";
            case UPDATE_DUE -> "Update due";
            case BUDGET -> "Error budget";
            case APPROVAL_WANTED -> "Approval wanted";
            case REMEDIATION_FAILED -> "Remediation failed";
            case RESOLVED -> "Resolved";
            case CHANGED -> "Changed";
        };
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }
}
