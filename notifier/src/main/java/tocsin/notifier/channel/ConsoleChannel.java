package tocsin.notifier.channel;

import tocsin.notifier.channel.message.PlainText;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;

import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Prints notifications, framed, to a terminal or log. The last resort: it needs no setting.
public final class ConsoleChannel implements Channel {
    private static final int WIDTH = 76;
    private static final int LABEL = 10;
    private static final int TEXT_MAX = 600;
    private static final int LINKS_MAX = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final PrintStream out;

    public ConsoleChannel(PrintStream out) {
        this.out = out;
    }

    @Override
    public Outcome send(Notification notification) {
        var text = frame(notification);
        synchronized (out) {
            out.print(text);
            out.flush();
            return out.checkError()
                    ? new Outcome.TryAgain("the console cannot be written")
                    : new Outcome.Accepted("printed");
        }
    }

    private static String frame(Notification notification) {
        var body = new ArrayList<String>();
        describe(notification, body);
        var edge = "+" + "-".repeat(WIDTH + 2) + "+\n";
        var text = new StringBuilder(heading(notification));
        body.forEach(line -> text.append("| ").append(padded(line)).append(" |\n"));
        return text.append(edge).toString();
    }

    private static String heading(Notification notification) {
        var command = notification.command();
        var title =
                PlainText.line(
                        notification
                                .message()
                                .marked(
                                        "%s  %s  %s"
                                                .formatted(
                                                        command.kind(),
                                                        notification.message().severityText(),
                                                        command.service())),
                        WIDTH - 4);
        int length = title.codePointCount(0, title.length());
        return "+-- " + title + " " + "-".repeat(WIDTH - 2 - length) + "+\n";
    }

    private static void describe(Notification notification, List<String> body) {
        var command = notification.command();
        var message = command.message();
        body.addAll(PlainText.wrap(PlainText.line(message.title(), TEXT_MAX), WIDTH));
        field(body, "Impact", message.impact());
        field(body, "Evidence", message.evidence());
        field(body, "Status", message.status());
        for (var detail : message.details()) {
            var line = PlainText.line(detail.name() + ": " + detail.text(), TEXT_MAX);
            body.addAll(PlainText.wrap(line, WIDTH));
        }
        field(body, "Opened", TIME.format(message.openedAt()));
        field(body, "To", command.target());
        field(body, "Because", message.reason());
        message.links().entrySet().stream()
                .limit(LINKS_MAX)
                .forEach(link -> field(body, "Open", link.getKey() + " " + link.getValue()));
        field(body, "Incident", command.incident());
        field(
                body,
                "Page",
                "%s, attempt %d%s"
                        .formatted(
                                notification.shortPage(),
                                notification.attempt(),
                                notification.repeat() ? " (may have been shown before)" : ""));
    }

    private static void field(List<String> body, String label, String text) {
        var line = PlainText.line(text, TEXT_MAX);
        if (line.isEmpty()) {
            return;
        }
        var name = label + " ".repeat(LABEL - label.length());
        for (var part : PlainText.wrap(line, WIDTH - LABEL)) {
            body.add(name + part);
            name = " ".repeat(LABEL);
        }
    }

    private static String padded(String line) {
        return line + " ".repeat(Math.max(0, WIDTH - line.codePointCount(0, line.length())));
    }
}
