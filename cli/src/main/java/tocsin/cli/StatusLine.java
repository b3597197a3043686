package tocsin.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Prints lines, and on a terminal below them one that says what is going on and for how long. That
/// one is rewritten in place and makes room for each real line.
final class StatusLine implements AutoCloseable {
    private static final String ERASE = "\r\u001b[2K";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    /// What is going on.
    ///
    /// @param until when it ends, where that is known
    private record Activity(String what, Instant since, Optional<Instant> until) {
        String at(Instant now) {
            return until.map(end -> what + " in " + seconds(now, end))
                    .orElseGet(() -> what + " ... " + seconds(since, now));
        }

        private static String seconds(Instant from, Instant to) {
            return Math.max(0, Duration.between(from, to).plusMillis(500).toSeconds()) + " s";
        }
    }

    private final PrintWriter out;
    private final boolean live;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("status-line").daemon().factory());
    private Optional<Activity> activity = Optional.empty();
    private boolean shown;

    /// Prints lines.
    ///
    /// @param live with the line of what is going on
    StatusLine(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /// Keeps the time on the line current until it is closed.
    StatusLine ticking() {
        if (live) {
            var _ =
                    ticker.scheduleAtFixedRate(
                            () -> show(Instant.now()), 500, 500, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    /// Whether standard output is a terminal that may be painted on. Java 25 has no console where
    /// it is none.
    ///
    /// @see <a href="https://no-color.org">NO_COLOR</a>
    static boolean canPaint(Map<String, String> environment) {
        var console = Optional.ofNullable(System.console());
        return console.filter(Console::isTerminal).isPresent()
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /// Prints a line, or several.
    synchronized void print(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /// Says from now on that something will happen.
    synchronized void expect(String what, Instant until) {
        activity = Optional.of(new Activity(what, Instant.now(), Optional.of(until)));
    }

    /// Says from now on that something is being done, for nobody knows how long.
    synchronized void doing(String what) {
        activity = Optional.of(new Activity(what, Instant.now(), Optional.empty()));
    }

    /// Writes the line as it is at `now`.
    synchronized void show(Instant now) {
        if (live && activity.isPresent()) {
            out.print(ERASE + DIM + activity.get().at(now) + PLAIN);
            out.flush();
            shown = true;
        }
    }

    private void erase() {
        if (shown) {
            out.print(ERASE);
            shown = false;
        }
    }

    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        activity = Optional.empty();
        erase();
        out.flush();
    }
}
