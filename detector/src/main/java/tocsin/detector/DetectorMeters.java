package tocsin.detector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the detector counts. It has no clock here either: the newest tick is shown as a time, and
/// whoever reads it knows how old that is.
final class DetectorMeters {
    private static final String TICK = "tocsin.detector.tick";

    private final Map<String, Long> ticks = new ConcurrentHashMap<>();
    private final Counter breaches;
    private final Counter unwatched;
    private final Counter damaged;
    private final Counter overflow;

    DetectorMeters(MeterRegistry registry) {
        breaches =
                Counter.builder("tocsin.detector.breaches")
                        .description("Breaches written: fired, changed or cleared")
                        .register(registry);
        unwatched =
                Counter.builder("tocsin.detector.unwatched")
                        .description("Samples a rule had no room for: too many services at once")
                        .register(registry);
        damaged =
                Counter.builder("tocsin.detector.damaged")
                        .description("Stored chunks of history that were not what was written")
                        .register(registry);
        overflow =
                Counter.builder("tocsin.detector.overflow")
                        .description("Samples of groups that an SLO had no series left for")
                        .register(registry);
        // That of an earlier detector of this process would stay.
        Optional.ofNullable(registry.find(TICK).gauge()).ifPresent(registry::remove);
        Gauge.builder(TICK, this, DetectorMeters::oldest)
                .description("Newest tick of the partition that is furthest behind, Unix time")
                .baseUnit("seconds")
                .register(registry);
    }

    void breach() {
        breaches.increment();
    }

    /// A sample for which this many rules had no room.
    void unwatched(int rules) {
        if (rules > 0) {
            unwatched.increment();
        }
    }

    /// A sample that perhaps counted for the groups that have no series of their own.
    void overflow(boolean counted) {
        if (counted) {
            overflow.increment();
        }
    }

    /// A chunk of history that was read back was not what was written.
    void damaged() {
        damaged.increment();
    }

    /// The newest tick of one task, in milliseconds.
    void tick(String task, long at) {
        ticks.put(task, at);
    }

    void closed(String task) {
        ticks.remove(task);
    }

    /// Not a number while no task has read a tick.
    private double oldest() {
        return ticks.values().stream().mapToLong(Long::longValue).min().stream()
                .mapToDouble(at -> at / 1_000.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
