package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.detector.absence.Excuses;
import tocsin.detector.absence.Listening;
import tocsin.detector.absence.Pulse;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.ChangeKind;
import tocsin.schemas.ChangeState;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/// Absence in the detector's topology: `checkout` and `pay` have an objective each.
class AbsenceTopologyTest {
    @TempDir private Path dir;

    @Test
    void a_service_that_falls_silent_is_told_of_once_and_again_when_it_is_back() {
        try (var driver = new Driver(dir)) {
            driver.seconds("checkout", 0, 30, 0);
            ticks(driver, 30, 300);
            driver.seconds("checkout", 300, 420, 0);

            var told = driver.breaches();

            assertThat(told)
                    .extracting(Breach::getKind)
                    .containsExactly(BreachKind.NO_DATA, BreachKind.CLEARED);
            assertThat(told.getFirst().getEnvelope().getAt()).isEqualTo(Wire.at(91));
            assertThat(told)
                    .allSatisfy(breach -> {
                        assertThat(breach.getService()).isEqualTo("checkout");
                        assertThat(breach.getSli()).isEqualTo("availability");
                        assertThat(breach.getBreach()).isEqualTo(told.getFirst().getBreach());
                    });
        }
    }

    @Test
    void the_silence_of_a_deployment_is_expected() {
        try (var driver = new Driver(dir)) {
            driver.seconds("checkout", 0, 30, 0);
            driver.send(
                    Wire.change("checkout", 31, ChangeKind.DEPLOYMENT, ChangeState.STARTED), 31);
            ticks(driver, 31, 300);
            driver.send(
                    Wire.change("checkout", 300, ChangeKind.DEPLOYMENT, ChangeState.FINISHED), 300);
            ticks(driver, 300, 600);

            assertThat(driver.breaches()).isEmpty();
        }
    }

    @Test
    void what_nobody_watches_is_not_missed() {
        try (var driver = new Driver(dir)) {
            driver.seconds("unknown", 0, 30, 0);
            ticks(driver, 30, 300);

            assertThat(driver.breaches()).isEmpty();
        }
    }

    /// A sender may name as many services as it likes.
    @Test
    void changes_of_services_that_nobody_watches_are_not_kept() {
        try (var driver = new Driver(dir)) {
            driver.seconds("checkout", 0, 1, 0);
            for (var service : List.of("checkout", "none", "nobody")) {
                driver.send(Wire.change(service, 2, ChangeKind.DEPLOYMENT, ChangeState.STARTED), 2);
            }

            assertThat(driver.stored("heard"))
                    .contains("E\0checkout")
                    .noneMatch(key -> key.contains("no"));
        }
    }

    @Test
    void what_is_stored_is_read_back() {
        var kept = MemoryStore.named("heard");
        var store = new AbsenceStore(kept);
        var pulse =
                new Pulse(
                        "checkout",
                        "latency",
                        new Pulse.State(10, 1, 2, 3, 4, new Pulse.Open("breach", 5, 6)));
        var excuses = Excuses.NONE.with(new Excuses.Excuse("run-1", 7, Long.MAX_VALUE), 0);
        store.put(new Listening(5_000, 70));
        store.put("checkout", excuses);
        store.put(pulse);

        var readExcuses = new HashMap<String, Excuses>();
        var readPulses = new HashMap<String, Pulse.State>();
        for (var read : store.read(readExcuses::put)) {
            readPulses.put(read.service(), read.state());
        }

        assertThat(store.listening()).isEqualTo(new Listening(5_000, 70));
        assertThat(readExcuses).containsOnlyKeys("checkout").containsValue(excuses);
        assertThat(readPulses).containsOnlyKeys("checkout").containsValue(pulse.state());
        store.remove(pulse);
        assertThat(MemoryStore.entries(kept)).isEqualTo(2);
    }

    private static void ticks(Driver driver, long from, long to) {
        for (long second = from + 1; second <= to; second++) {
            driver.tick(second);
        }
    }
}
