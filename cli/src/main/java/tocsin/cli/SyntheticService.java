package tocsin.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A service that answers twenty requests a second, and reports each second to ingest like a
/// monitoring system would.
final class SyntheticService {
    static final String NAME = "checkout";
    private static final int REQUESTS = 20;
    private static final int REPORT_EVERY = 10;

    private final ApiClient ingest;
    private final Timeline timeline;
    private Instant next;
    private int sent;

    SyntheticService(ApiClient ingest, Timeline timeline, Instant start) {
        this.ingest = ingest;
        this.timeline = timeline;
        next = start;
    }

    /// Runs for `length`, as long as `goOn` says so.
    void run(Duration length, boolean failing, BooleanSupplier goOn) {
        long seconds = length.toSeconds();
        int counted = 0;
        for (long second = 0; second < seconds && goOn.getAsBoolean(); second++) {
            awaitNext();
            send(failing ? 0 : REQUESTS);
            counted++;
            if (counted == REPORT_EVERY) {
                timeline.say(
                        new Timeline.Event(
                                "samples",
                                Timeline.Tone.CALM,
                                "%d requests in %d s reported, %s"
                                        .formatted(
                                                counted * REQUESTS,
                                                counted,
                                                failing ? "all failed" : "all good"),
                                Map.of(
                                        "service",
                                        NAME,
                                        "requests",
                                        counted * REQUESTS,
                                        "failed",
                                        failing ? counted * REQUESTS : 0)));
                counted = 0;
            }
        }
    }

    private void awaitNext() {
        next = next.plusSeconds(1);
        while (Instant.now().isBefore(next)) {
            LockSupport.parkUntil(next.toEpochMilli());
        }
    }

    private void send(int good) {
        var answer =
                ingest.post(
                        "/v1/samples",
                        Map.of(
                                "samples",
                                List.of(
                                        Map.of(
                                                "service",
                                                NAME,
                                                "sli",
                                                "availability",
                                                "id",
                                                "demo-" + sent++,
                                                "at",
                                                next.toString(),
                                                "seconds",
                                                1,
                                                "good",
                                                good,
                                                "total",
                                                REQUESTS))));
        if (!answer.ok()) {
            throw new UserError("ingest refused a sample: " + answer.body());
        }
    }
}
