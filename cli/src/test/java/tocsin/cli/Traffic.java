package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;

/// The samples of one service, twenty events a second, one after the other; knows the sums of those
/// that were accepted.
final class Traffic {
    private static final int EVENTS = 20;

    private final String service;
    private final Instant begin;
    private long good;
    private long total;
    private int samples;

    /// @param begin time before the first sample
    Traffic(String service, Instant begin) {
        this.service = service;
        this.begin = begin;
    }

    /// Sends the next `count` seconds in one request, which has to be accepted. What was refused or
    /// not answered before is sent again under the same ids.
    void send(ApiClient ingest, int count, int goodEach) {
        var answer = offer(ingest, count, goodEach);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        good += (long) goodEach * count;
        total += (long) EVENTS * count;
        samples += count;
    }

    private ApiClient.Answer offer(ApiClient ingest, int count, int goodEach) {
        var entries = new ArrayList<Map<String, Object>>();
        for (int second = samples; second < samples + count; second++) {
            entries.add(
                    Map.of(
                            "service",
                            service,
                            "sli",
                            "availability",
                            "id",
                            service + "-" + second,
                            "at",
                            begin.plusSeconds(second + 1).toString(),
                            "seconds",
                            1,
                            "good",
                            goodEach,
                            "total",
                            EVENTS));
        }
        return ingest.post("/v1/samples", Map.of("samples", entries));
    }

    /// Good events accepted.
    long good() {
        return good;
    }

    /// All events accepted.
    long total() {
        return total;
    }

    /// Seconds accepted.
    int samples() {
        return samples;
    }
}
