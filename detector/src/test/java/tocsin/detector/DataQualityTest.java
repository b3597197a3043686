package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.Breach;
import tocsin.schemas.CounterRole;

import java.nio.file.Path;

/// A breach of an objective or a rule says what was odd about the samples it was decided from.
class DataQualityTest {
    @TempDir private Path folder;
    private Driver driver;

    @BeforeEach
    void start() {
        driver = new Driver(folder);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void late_samples_and_pauses_stand_in_evidence_and_sentence() {
        driver.seconds("checkout", 0, 60, 0);
        for (long second = 61; second <= 180; second++) {
            driver.tick(second);
        }
        driver.seconds("checkout", 180, 240, 0);
        driver.send(Wire.counts("late", "checkout", Wire.at(150), 1_000, 10, 10), 240);
        driver.seconds("checkout", 240, 270, 10);

        assertThat(driver.breaches())
                .filteredOn(breach -> breach.getSlo().equals("checkout-availability"))
                .first()
                .satisfies(DataQualityTest::tellsOfOneLateSample);
    }

    private static void tellsOfOneLateSample(Breach breach) {
        var quality = breach.getEvidence().getQuality();
        assertThat(quality.getLate()).isEqualTo(1);
        assertThat(quality.getGaps()).isEqualTo(1);
        assertThat(quality.getResets()).isZero();
        assertThat(breach.getText()).endsWith("; 1 sample of the last hour came too late");
    }

    @Test
    void a_counter_that_began_anew_stands_in_evidence() {
        for (long second = 15; second <= 600; second += 15) {
            double total = 100.0 * (second > 300 ? second - 300 : second);
            double bad = Math.max(0, second - 400) * 50.0;
            driver.send(Wire.reading("pay", second, CounterRole.TOTAL, 1, total), second);
            driver.send(Wire.reading("pay", second, CounterRole.GOOD, 2, total - bad), second);
            driver.tick(second);
        }

        assertThat(driver.breaches())
                .filteredOn(breach -> breach.getSlo().equals("pay-availability"))
                .first()
                .satisfies(breach -> {
                    assertThat(breach.getEvidence().getQuality().getResets()).isEqualTo(2);
                    assertThat(breach.getEvidence().getQuality().getLate()).isZero();
                    assertThat(breach.getText()).doesNotContain("too late");
                });
    }
}
