package tocsin.cli;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Locale;

/// What the phone shows of a notification.
final class PhoneScreen {
    private static final int WIDTH = 56;
    private static final String INDENT = " ".repeat(18);

    private PhoneScreen() {}

    static String of(JsonNode message) {
        var lines = new ArrayList<String>();
        lines.add(
                "%s  %s  %s"
                        .formatted(
                                message.path("severity").asString(),
                                message.path("service").asString(),
                                message.path("type").asString().toUpperCase(Locale.ROOT)));
        lines.addAll(Wrap.lines(message.path("title").asString(), WIDTH));
        lines.add("");
        lines.addAll(Wrap.lines(message.path("evidence").asString(), WIDTH));
        lines.add("");
        lines.addAll(Wrap.lines("Status: " + message.path("status").asString(), WIDTH));
        message.path("links").forEachEntry((name, url) -> lines.add(name + ": " + url.asString()));
        var edge = INDENT + "+" + "-".repeat(WIDTH + 2) + "+";
        var screen = new StringBuilder(edge).append('\n');
        for (var line : lines) {
            screen.append("%s| %-56.56s |%n".formatted(INDENT, line));
        }
        return screen.append(edge).toString();
    }
}
