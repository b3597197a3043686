package tocsin.notifier.channel;

import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.channel.message.Urls;
import tocsin.notifier.delivery.Notification;

import java.util.LinkedHashMap;
import java.util.Map;

/// What providers show as a table: names and plain texts.
final class Details {
    private static final int NAME_MAX = 40;

    private Details() {}

    /// @param max characters of each text
    static Map<String, String> of(Notification notification, int max) {
        var command = notification.command();
        var message = notification.message();
        var details = new LinkedHashMap<String, String>();
        if (message.drill()) {
            put(details, "drill", "true", max);
        }
        put(details, "title", message.marked(message.title()), max);
        put(details, "impact", message.impact(), max);
        put(details, "evidence", message.evidence(), max);
        put(details, "status", message.status(), max);
        put(details, "reason", message.reason(), max);
        message.details()
                .forEach(
                        one -> put(details, PlainText.line(one.name(), NAME_MAX), one.text(), max));
        put(details, "target", command.target(), max);
        put(details, "incident", command.incident(), max);
        put(details, "page", command.page(), max);
        Urls.links(message).forEach((name, url) -> put(details, name, url, max));
        return details;
    }

    private static void put(Map<String, String> details, String name, String text, int max) {
        var line = PlainText.line(text, max);
        if (!line.isEmpty()) {
            details.putIfAbsent(name, line);
        }
    }
}
