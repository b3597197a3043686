package tocsin.notifier.channel;

import tocsin.notifier.delivery.Notification;

import java.util.LinkedHashMap;
import java.util.Map;

/// The JSON body of a webhook request. It holds whole texts: whoever shows them escapes them.
final class MessageBody {
    private MessageBody() {}

    static String json(Notification notification) {
        var command = notification.command();
        var message = notification.message();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", command.kind().id());
        body.put("id", command.page());
        body.put("incident", command.incident());
        body.put("service", command.service());
        body.put("severity", message.severityText());
        body.put("title", message.marked(message.title()));
        body.put("impact", message.impact());
        body.put("evidence", message.evidence());
        body.put("status", message.status());
        body.put("reason", message.reason());
        body.put("target", command.target());
        body.put("openedAt", message.openedAt().toString());
        body.put("links", message.links());
        body.put("details", message.details());
        body.put("drill", message.drill());
        body.put("attempt", notification.attempt());
        return Json.text(body);
    }
}
