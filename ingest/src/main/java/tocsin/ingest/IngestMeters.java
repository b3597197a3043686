package tocsin.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.util.concurrent.atomic.AtomicInteger;

/// What ingest counts. Nothing is dropped that is not counted here.
final class IngestMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Counter unmatched;
    private final Counter ticks;
    private final AtomicInteger unusable = new AtomicInteger();
    private final Gauge unusableGauge;

    IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        unmatched =
                Counter.builder("tocsin.ingest.series.unmatched")
                        .description("Series of remote write that no SLO's selector names")
                        .register(registry);
        ticks =
                Counter.builder("tocsin.ingest.ticks")
                        .description("Ticks acknowledged, one a second for each partition")
                        .register(registry);
        unusableGauge =
                Gauge.builder("tocsin.ingest.selectors.unusable", unusable, AtomicInteger::get)
                        .description("SLO documents whose Prometheus selectors cannot be used")
                        .register(registry);
    }

    void written(String topic, int records) {
        Counter.builder("tocsin.ingest.records")
                .description("Records acknowledged by Kafka")
                .tag("topic", topic)
                .register(registry)
                .increment(records);
    }

    /// Counts what was sent and not taken: entries where they can be told apart, else requests.
    void rejected(String endpoint, String reason, int entries) {
        Counter.builder("tocsin.ingest.rejected")
                .description("Entries, or whole requests, that were not taken")
                .tag("endpoint", endpoint)
                .tag("reason", reason)
                .register(registry)
                .increment(entries);
    }

    /// Counts parts of a protocol that we do not use.
    void ignored(String part, int entries) {
        if (entries > 0) {
            Counter.builder("tocsin.ingest.ignored")
                    .description("Parts of remote write that are not used")
                    .tag("part", part)
                    .register(registry)
                    .increment(entries);
        }
    }

    void unmatched(int series) {
        unmatched.increment(series);
    }

    void ticked() {
        ticks.increment();
    }

    void unusableSelectors(int count) {
        unusable.set(count);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void answered(Timer.Sample sample, String endpoint, int status) {
        sample.stop(
                Timer.builder("tocsin.ingest.request")
                        .description("Time to the answer, Kafka's acknowledgement included")
                        .tag("endpoint", endpoint)
                        .tag("status", Integer.toString(status))
                        .register(registry));
    }

    @Override
    public void close() {
        registry.remove(unusableGauge);
    }
}
