package tocsin.responder.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import tocsin.responder.incident.RecordedFact;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// `GET /v1/events`: every fact about incidents as it comes, as server-sent events. Whoever reads
/// too slowly, or for too long, is cut off, connects again as the standard says, and asks the other
/// routes what was missed.
public final class EventRoutes implements AutoCloseable {
    static final int LISTENERS_MAX = 100;
    static final int BEHIND_MAX = 1_000;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration ALIVE = Duration.ofSeconds(10);

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;
    private final Duration longest;
    private volatile boolean closed = false;

    /// @param service whose facts are wanted; empty for all
    /// @param incident whose facts are wanted; empty for all
    /// @param waiting what is still to be said; an empty one ends the stream
    private record Listener(
            Optional<String> service,
            Optional<String> incident,
            BlockingQueue<Optional<RecordedFact>> waiting) {
        boolean wants(RecordedFact recorded) {
            return service.map(recorded.service()::equals).orElse(true)
                    && incident.map(recorded.fact().incident()::equals).orElse(true);
        }

        /// Whether there was room for it.
        boolean hears(Optional<RecordedFact> recorded) {
            return waiting.offer(recorded);
        }
    }

    /// Streams that last an hour at most.
    public EventRoutes(InstantSource clock) {
        this(clock, LONGEST);
    }

    /// @param longest a stream ends after this
    public EventRoutes(InstantSource clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    /// Adds the route.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/events", this::stream);
    }

    /// Whoever listens hears of the next fact of the log. Never waits.
    public void tell(RecordedFact recorded) {
        listeners.removeIf(
                listener -> listener.wants(recorded) && !listener.hears(Optional.of(recorded)));
    }

    private void stream(Context context) throws InterruptedException {
        var listener =
                new Listener(
                        Optional.ofNullable(context.queryParam("service")),
                        Optional.ofNullable(context.queryParam("incident")),
                        new ArrayBlockingQueue<>(BEHIND_MAX));
        if (closed) {
            Answers.problems(context, 503, "ending; try again in a few seconds");
            return;
        }
        if (listeners.size() >= LISTENERS_MAX) {
            Answers.problems(
                    context, 503, "%d listen already; try again later".formatted(LISTENERS_MAX));
            return;
        }
        listeners.add(listener);
        if (closed) {
            listener.hears(Optional.empty());
        }
        try {
            context.header("Cache-Control", "no-store")
                    .header("X-Accel-Buffering", "no")
                    .contentType("text/event-stream;charset=utf-8");
            write(context.res().getOutputStream(), listener, clock.instant().plus(longest));
        } catch (IOException e) {
            // Whoever listened has gone.
        } finally {
            listeners.remove(listener);
        }
    }

    private void write(OutputStream out, Listener listener, Instant end)
            throws IOException, InterruptedException {
        say(out, "retry: 1000\n\n");
        while (listeners.contains(listener)) {
            var left = Duration.between(clock.instant(), end);
            if (!left.isPositive()) {
                return;
            }
            var pause = left.compareTo(ALIVE) < 0 ? left : ALIVE;
            var next = listener.waiting.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                say(out, ": still here\n\n");
            } else if (next.isEmpty()) {
                return;
            } else {
                say(out, event(next.get()));
            }
        }
    }

    private static String event(RecordedFact recorded) {
        var json = IncidentJson.event(recorded);
        return "event: %s\ndata: %s\n\n"
                .formatted(json.get("kind"), Answers.JSON.writeValueAsString(json));
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /// Every stream ends with what it has been told so far; one that has no room for that, at once.
    @Override
    public void close() {
        closed = true;
        listeners.removeIf(listener -> !listener.hears(Optional.empty()));
    }
}
