package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.CounterRole;

import java.nio.file.Path;

/// Rules that are fed by remote write.
class FedRulesTest {
    private static final String SLOW =
            """
            apiVersion: tocsin.dev/v1
            kind: Rule
            metadata: {name: p95-500ms}
            spec:
              sli: availability
              class: DEGRADED
              prometheus: {total: 'latency_count', good: 'latency_bucket{le="0.5"}'}
              when: [{over: 1m, above: 0.05}]
              guards: {minTotal: 100}
            """;

    @TempDir private Path folder;

    /// Five a second are no larger than half a second, and then four.
    @Test
    void what_is_above_a_buckets_bound_is_counted_by_two_counters() {
        try (var driver = new Driver(folder, Definitions.always(Documents.set(1, SLOW)))) {
            for (long second = 15; second <= 900; second += 15) {
                long fast = 5 * second - Math.max(0, second - 600);
                driver.send(
                        Wire.reading("pay", second, CounterRole.TOTAL, 1, 5.0 * second), second);
                driver.send(Wire.reading("pay", second, CounterRole.GOOD, 2, fast), second);
                driver.tick(second);
            }

            assertThat(driver.breaches())
                    .filteredOn(breach -> breach.getRule().equals("p95-500ms"))
                    .first()
                    .satisfies(breach -> {
                        assertThat(breach.getText())
                                .startsWith(
                                        "pay: 30 of 300 events failed in the last minute (10 %)");
                        assertThat(breach.getEnvelope().getAt()).isEqualTo(Wire.at(630));
                    });
            assertThat(driver.letters()).isEmpty();
        }
    }
}
