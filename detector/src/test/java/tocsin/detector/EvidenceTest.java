package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.MetricSample;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Every decision can be made again by hand from the samples on the log and what the breach says.
class EvidenceTest {
    private static final List<String> SERVICES = List.of("checkout", "pay", "search");
    private static final String POLICY =
            Documents.GOOGLE_SHARE + "  budget: [0.5, 0.8, 1]\n  minEpisode: 10s\n";

    @TempDir private Path folder;
    private final Random random = new Random(20);
    private final List<MetricSample> log = new ArrayList<>();
    private final double[] trouble = new double[SERVICES.size()];

    @Test
    void twenty_breaches_of_twenty_are_decided_again_from_the_samples_alone() {
        var breaches = new ArrayList<>(breaches());
        Collections.shuffle(breaches, random);

        assertThat(breaches).hasSizeGreaterThan(20);
        assertThat(breaches).extracting(Breach::getKind).contains(BreachKind.CLEARED);
        for (var breach : breaches.subList(0, 20)) {
            new Recount(breach, log).agrees();
        }
    }

    /// Twelve hours of three services with troubles of any strength, samples of any length, some
    /// late, some twice.
    private List<Breach> breaches() {
        var slos = SERVICES.stream().map(name -> Documents.slo(name, "google-share")).toList();
        var documents = new ArrayList<>(slos);
        documents.add(POLICY);
        var set = Documents.set(1, documents.toArray(String[]::new));
        try (var driver = new Driver(folder, Definitions.always(set))) {
            for (long second = 0; second < Duration.ofHours(12).toSeconds(); second += 15) {
                for (int service = 0; service < SERVICES.size(); service++) {
                    sample(driver, service, second);
                }
                send(driver, Wire.tick(second), second);
            }
            return driver.breaches();
        }
    }

    private void sample(Driver driver, int service, long second) {
        if (random.nextInt(200) == 0) {
            trouble[service] = random.nextBoolean() ? 0 : Math.pow(10, -3 * random.nextDouble());
        }
        long late = random.nextInt(20) == 0 ? random.nextInt(600) : 0;
        long total = random.nextInt(60);
        long bad = Math.round(total * trouble[service] * random.nextDouble());
        var name = SERVICES.get(service);
        var sample =
                Wire.counts(
                        name + second,
                        name,
                        Wire.at(second - late).plusMillis(random.nextInt(1_000)),
                        1_000 + random.nextInt(14_000),
                        total - bad,
                        total);
        send(driver, sample, second);
        if (random.nextInt(50) == 0) {
            send(driver, sample, second);
        }
    }

    private void send(Driver driver, MetricSample sample, long second) {
        log.add(sample);
        driver.send(sample, second);
    }

    @Test
    void what_may_still_come_is_said() {
        try (var driver = new Driver(folder)) {
            driver.story("checkout");

            var breaches = driver.breaches();
            var first = breaches.getFirst();
            var quality = first.getEvidence().getQuality();
            assertThat(quality.getFirst()).isEqualTo(Wire.NINE);
            assertThat(quality.getProvisional()).isTrue();
            assertThat(Duration.between(quality.getWatermark(), first.getEnvelope().getAt()))
                    .isEqualTo(Duration.ofSeconds(15));
            assertThat(sampleOf(first)).startsWith("checkout-");
            assertThat(breaches.getLast().getEvidence().getCrossing().getAt())
                    .isAfter(Instant.from(first.getEnvelope().getAt()));
        }
    }

    private static String sampleOf(Breach breach) {
        return breach.getEvidence().getCrossing().getSample();
    }
}
