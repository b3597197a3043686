package tocsin.cli;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Tells what happens, as it happens: time since the start, where it comes from, what it says.
final class Timeline {
    private static final int WIDTH = 92;
    private static final String INDENT = " ".repeat(18);
    private static final String PLAIN = "\u001b[0m";

    /// How it is told.
    enum Style {
        /// Lines for people and files.
        LINES,
        /// The same in colour.
        COLOUR,
        /// One JSON object for each event, and nothing else.
        JSON
    }

    /// How much an event should draw the eye.
    enum Tone {
        CALM(""),
        GOOD("\u001b[32m"),
        WARNING("\u001b[33m"),
        ALARM("\u001b[1;31m");

        private final String paint;

        Tone(String paint) {
            this.paint = paint;
        }

        /// The tone of a severity such as `SEV1`.
        static Tone of(String severity) {
            return severity.endsWith("1") ? ALARM : WARNING;
        }
    }

    /// Something that happened.
    ///
    /// @param kind where it comes from
    /// @param fields what it is about, for programs
    record Event(String kind, Tone tone, String text, Map<String, ?> fields) {}

    private final StatusLine out;
    private final Style style;
    private final Instant start;

    Timeline(StatusLine out, Style style, Instant start) {
        this.out = out;
        this.style = style;
        this.start = start;
    }

    /// Time since the start.
    Duration elapsed() {
        return Duration.between(start, Instant.now());
    }

    void say(String kind, String text) {
        say(new Event(kind, Tone.CALM, text, Map.of()));
    }

    void say(Event event) {
        out.print(told(event, style, start, Instant.now()));
    }

    /// Lines as they are, without a time; not for programs.
    void show(String block) {
        if (style != Style.JSON) {
            out.print(block);
        }
    }

    /// What is told of an event that happened at `now`.
    static String told(Event event, Style style, Instant start, Instant now) {
        var elapsed = Duration.between(start, now);
        return style == Style.JSON ? json(event, elapsed, now) : lines(event, style, elapsed);
    }

    private static String json(Event event, Duration elapsed, Instant now) {
        var object = new LinkedHashMap<String, Object>();
        object.put("time", now.toString());
        object.put("elapsedMillis", elapsed.toMillis());
        object.put("kind", event.kind);
        object.put("text", event.text);
        object.putAll(new TreeMap<>(event.fields));
        return JsonMapper.shared().writeValueAsString(object);
    }

    private static String lines(Event event, Style style, Duration elapsed) {
        var head =
                "%2d:%02d.%d  %-9s "
                        .formatted(
                                elapsed.toMinutes(),
                                elapsed.toSecondsPart(),
                                elapsed.toMillisPart() / 100,
                                event.kind);
        boolean painted = style == Style.COLOUR && event.tone != Tone.CALM;
        var lines = new ArrayList<String>();
        for (var line : Wrap.lines(event.text, WIDTH - INDENT.length())) {
            lines.add(head + (painted ? event.tone.paint + line + PLAIN : line));
            head = INDENT;
        }
        return String.join(System.lineSeparator(), lines);
    }
}
