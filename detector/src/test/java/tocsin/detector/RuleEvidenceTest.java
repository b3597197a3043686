package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.MetricSample;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Every decision of the rules built in can be made again by hand from the samples on the log and
/// what the breach says.
class RuleEvidenceTest {
    private static final String SERVICE = "checkout";
    private static final List<Double> BOUNDS = List.of(0.1, 0.5, 1.0);
    private static final int HOURS = 3;

    @TempDir private Path folder;
    private final Random random = new Random(6);
    private final List<MetricSample> log = new ArrayList<>();
    private double trouble;
    private long second;

    @Test
    void forty_breaches_of_forty_are_decided_again_from_the_samples_alone() {
        var breaches = new ArrayList<>(breaches());
        Collections.shuffle(breaches, random);

        assertThat(breaches).hasSizeGreaterThan(40);
        assertThat(breaches)
                .extracting(Breach::getKind)
                .contains(BreachKind.FIRING, BreachKind.UPDATED, BreachKind.CLEARED);
        assertThat(breaches)
                .extracting(Breach::getRule)
                .contains(
                        "error-rate-1pct",
                        "error-rate-rollback",
                        "any-5xx-burst",
                        "p95-500ms",
                        "p99-1s",
                        "cpu-80",
                        "memory-85",
                        "health-failing",
                        "pod-crash-loop");
        for (var breach : breaches.subList(0, 40)) {
            new RuleRecount(breach, log).agrees();
        }
    }

    /// Hours of troubles of any strength, samples of any length, some late, some twice. What is
    /// compared with the usual takes weeks to count again, and `BaselineTest` does that.
    private List<Breach> breaches() {
        try (var driver = new Driver(folder, Definitions.always(Documents.set(1)))) {
            for (second = 10; second < HOURS * 3_600; second += 10) {
                trouble = trouble();
                for (var sample : samples()) {
                    send(driver, sample);
                }
                send(driver, Wire.tick(second));
            }
            return driver.breaches().stream()
                    .filter(breach ->
                            !Set.of("rps-drop-50", "p99-2x-baseline").contains(breach.getRule()))
                    .toList();
        }
    }

    /// The last hour comes and goes.
    private double trouble() {
        if (second > (HOURS - 1) * 3_600) {
            return second / 240 % 2 == 0 ? 0.5 : 0;
        }
        if (random.nextInt(25) != 0) {
            return trouble;
        }
        return random.nextBoolean() ? 0 : 1.5 * Math.pow(10, -3 * random.nextDouble());
    }

    private List<MetricSample> samples() {
        long total = random.nextInt(60);
        long bad = Math.min(total, Math.round(total * trouble * random.nextDouble()));
        long slow = Math.min(total, Math.round(total * trouble * random.nextDouble()));
        return List.of(
                Wire.counts("", SERVICE, at(), 1_000 + random.nextInt(9_000), total - bad, total),
                Wire.histogram(SERVICE, 0, BOUNDS, List.of(total, 9L, slow, slow / 2)),
                Wire.gauge(SERVICE, "cpu", 0, trouble > 0.02 ? 0.9 : random.nextDouble(), 1),
                Wire.gauge(SERVICE, "memory", 0, 6 + Math.min(1.9, 20 * trouble), 8),
                Wire.state(SERVICE, "health", 0, random.nextDouble() > trouble, ""),
                restarts());
    }

    private MetricSample restarts() {
        long restarts = random.nextDouble() < trouble / 20 ? 1 : 0;
        return MetricSample.newBuilder(Wire.counts(SERVICE, 0, restarts, restarts))
                .setSli("restarts")
                .build();
    }

    private Instant at() {
        long late = random.nextInt(20) == 0 ? random.nextInt(120) : 0;
        return Wire.at(second - late).plusMillis(random.nextInt(1_000));
    }

    private void send(Driver driver, MetricSample said) {
        var sample =
                said.getService().isEmpty()
                        ? said
                        : MetricSample.newBuilder(said)
                                .setEnvelope(
                                        Envelope.newBuilder()
                                                .setId(said.getSli() + second)
                                                .setAt(at())
                                                .build())
                                .build();
        for (int times = random.nextInt(50) == 0 ? 2 : 1; times > 0; times--) {
            log.add(sample);
            driver.send(sample, second);
        }
    }
}
