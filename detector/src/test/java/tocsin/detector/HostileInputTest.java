package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.CounterRole;

import java.nio.file.Path;
import java.util.List;

class HostileInputTest {
    private static final byte[] NO_AVRO = "no avro".getBytes(UTF_8);

    @TempDir private Path stateDir;
    private Driver driver;

    @BeforeEach
    void start() {
        driver = new Driver(stateDir);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void what_no_rule_can_use_is_kept_as_it_came_with_the_reason() {
        poison();

        var letters = driver.letters();
        assertThat(letters)
                .extracting(HostileInputTest::reason)
                .zipSatisfy(
                        List.of(
                                "11 good of 10",
                                "-1 good of 10",
                                "an interval of 0 ms",
                                "0 good of 9223372036854775807",
                                "lies in the future",
                                "is too old",
                                "a counter's reading of NaN",
                                "a counter's reading of Infinity",
                                "a counter's reading of -1.0",
                                "a counter without a role",
                                "lies in the future",
                                "not framed"),
                        (reason, expected) -> assertThat(reason).contains(expected));
        assertThat(letters.getLast().value()).isEqualTo(NO_AVRO);
        assertThat(letters.getLast().headers().lastHeader("offset").value())
                .isEqualTo("11".getBytes(UTF_8));
    }

    @Test
    void neighbours_and_the_service_itself_go_on() {
        driver.seconds("pay", 0, 60, 0);
        poison();
        driver.seconds("pay", 60, 120, 0);
        driver.seconds("checkout", 120, 180, 0);
        driver.tick(240);

        var signals = driver.signals();
        assertThat(driver.breaches())
                .as("pay says nothing in the end")
                .extracting(Breach::getKind)
                .containsOnly(BreachKind.NO_DATA);
        assertThat(signals)
                .filteredOn(signal -> signal.getService().equals("pay"))
                .last()
                .satisfies(signal -> assertThat(signal.getBudget().getTotal()).isEqualTo(1_200));
        assertThat(signals.getLast().getService()).isEqualTo("checkout");
        assertThat(signals.getLast().getBudget().getTotal()).isEqualTo(600);
    }

    @Test
    void a_kind_from_the_future_is_skipped() {
        driver.send(Wire.unknown(1), 1);

        assertThat(driver.letters()).isEmpty();
        assertThat(driver.signals()).isEmpty();
    }

    private void poison() {
        driver.send(Wire.counts("a", "checkout", Wire.at(60), 1_000, 11, 10), 60);
        driver.send(Wire.counts("b", "checkout", Wire.at(60), 1_000, -1, 10), 60);
        driver.send(Wire.counts("c", "checkout", Wire.at(60), 0, 10, 10), 60);
        driver.send(Wire.counts("d", "checkout", Wire.at(60), 1_000, 0, Long.MAX_VALUE), 60);
        driver.send(Wire.counts("e", "checkout", Wire.at(121), 1_000, 10, 10), 60);
        driver.send(Wire.counts("f", "checkout", Wire.at(-32 * 86_400), 1_000, 10, 10), 60);
        driver.send(Wire.reading("checkout", 60, CounterRole.TOTAL, 1, Double.NaN), 60);
        driver.send(
                Wire.reading("checkout", 60, CounterRole.TOTAL, 1, Double.POSITIVE_INFINITY), 60);
        driver.send(Wire.reading("checkout", 60, CounterRole.TOTAL, 1, -1), 60);
        driver.send(Wire.reading("checkout", 60, CounterRole.UNKNOWN, 1, 5), 60);
        driver.send(Wire.tick(Wire.at(86_400)), 60);
        driver.raw("checkout", NO_AVRO, 60);
    }

    private static String reason(TestRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader("reason").value(), UTF_8);
    }
}
