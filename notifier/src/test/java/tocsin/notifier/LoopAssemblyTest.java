package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pace;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Settings;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

class LoopAssemblyTest {
    private static final KafkaConfig NOWHERE =
            KafkaConfig.from(new Settings(Map.of("TOCSIN_BOOTSTRAP_SERVERS", "127.0.0.1:1")));

    private final PrometheusMeterRegistry meters =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void kafkas_clients_take_their_settings_and_a_loop_begins_outside_the_group() {
        try (var metrics = new NotifierMetrics(meters);
                var watch =
                        new KafkaWatch(
                                Duration.ofMinutes(2),
                                _ -> new Outcome.Refused("not used"),
                                InstantSource.system());
                var assembly =
                        LoopAssembly.of(
                                NOWHERE,
                                ValueSerdes.own("test.", new InMemorySchemaRegistry()),
                                _ -> new Outcome.Refused("not used"),
                                false,
                                new Pace((_, _) -> new Pace.Limit(6)),
                                watch,
                                metrics)) {
            assertThat(assembly.loop().joined()).isFalse();
            assertThat(meters.scrape())
                    .contains(
                            "tocsin_deliveries_total{outcome=\"accepted\"}",
                            "tocsin_delivery_seconds_count",
                            "tocsin_notifier_in_flight",
                            "tocsin_notifier_repeats_total");
        }
    }
}
