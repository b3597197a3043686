package tocsin.cli;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A service that reports twenty events every second while it lives, and repeats what was not
/// accepted until it is, as a client should.
final class LiveTraffic implements AutoCloseable {
    private static final int EVENTS = 20;
    private static final int MOST_AT_ONCE = 100;

    private final URI samples;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Map<String, Object>> waiting = new ArrayList<>();
    private volatile boolean failing;
    private volatile boolean ended;
    private volatile int refusals;
    private long good;
    private long total;

    /// @param ingest base URL
    LiveTraffic(String ingest) {
        samples = URI.create(ingest + "/v1/samples");
        var _ = clock.scheduleAtFixedRate(this::second, 0, 1, TimeUnit.SECONDS);
    }

    /// From now on every event fails, or none.
    void fail(boolean all) {
        failing = all;
    }

    /// How often nothing was accepted.
    int refusals() {
        return refusals;
    }

    /// Reports no further seconds, and returns once everything is accepted.
    void end() {
        ended = true;
        LocalTocsin.await("everything is accepted", Duration.ofSeconds(60), this::isAllAccepted);
    }

    private synchronized boolean isAllAccepted() {
        return waiting.isEmpty();
    }

    private synchronized void second() {
        if (!ended) {
            waiting.add(sample());
        }
        var batch = List.copyOf(waiting.subList(0, Math.min(MOST_AT_ONCE, waiting.size())));
        if (batch.isEmpty()) {
            return;
        }
        if (isAccepted(batch)) {
            waiting.subList(0, batch.size()).clear();
        } else {
            refusals++;
        }
    }

    private Map<String, Object> sample() {
        int goodNow = failing ? 0 : EVENTS;
        good += goodNow;
        total += EVENTS;
        return Map.of(
                "service",
                "checkout",
                "sli",
                "availability",
                "id",
                "live-" + total,
                "at",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "seconds",
                1,
                "good",
                goodNow,
                "total",
                EVENTS);
    }

    private boolean isAccepted(List<Map<String, Object>> batch) {
        var body = JsonMapper.shared().writeValueAsString(Map.of("samples", batch));
        var request =
                HttpRequest.newBuilder(samples)
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Good events reported.
    synchronized long good() {
        return good;
    }

    /// All events reported.
    synchronized long total() {
        return total;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.close();
    }
}
