package tocsin.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/// Prints what happens, as it happens: time since the start, where it comes from, what it says.
final class Timeline {
    private static final int WIDTH = 92;
    private static final String INDENT = " ".repeat(18);

    private final PrintWriter out;
    private final Instant start;

    Timeline(PrintWriter out, Instant start) {
        this.out = out;
        this.start = start;
    }

    /// Time since the start.
    Duration elapsed() {
        return Duration.between(start, Instant.now());
    }

    /// One line, wrapped where it is long.
    synchronized void say(String from, String text) {
        var elapsed = elapsed();
        var head =
                "%2d:%02d.%d  %-9s "
                        .formatted(
                                elapsed.toMinutes(),
                                elapsed.toSecondsPart(),
                                elapsed.toMillisPart() / 100,
                                from);
        for (var line : Wrap.lines(text, WIDTH - INDENT.length())) {
            out.println(head + line);
            head = INDENT;
        }
        out.flush();
    }

    /// Lines as they are, without a time.
    synchronized void show(String block) {
        out.println(block);
        out.flush();
    }
}
