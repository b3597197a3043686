package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Crossing;
import tocsin.schemas.Envelope;
import tocsin.schemas.Evidence;
import tocsin.schemas.SignalPoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class DetectorTopologyTest {
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
    void an_outage_is_one_breach_from_firing_to_cleared() {
        driver.story("checkout");

        var breaches = driver.breaches();
        assertThat(breaches)
                .extracting(Breach::getKind)
                .startsWith(BreachKind.FIRING, BreachKind.UPDATED)
                .endsWith(BreachKind.CLEARED);
        var first = breaches.getFirst();
        assertThat(breaches).extracting(Breach::getBreach).containsOnly(first.getBreach());
        assertThat(breaches)
                .extracting(Breach::getRevision)
                .startsWith(1, 2)
                .doesNotHaveDuplicates();
        assertThat(first.getService()).isEqualTo("checkout");
        assertThat(first.getSlo()).isEqualTo("checkout-availability");
        assertThat(first.getRule()).isEqualTo("demo");
        assertThat(first.getDefinitions()).isEqualTo(3);
        assertThat(first.getTarget()).isEqualTo("0.999");
        assertThat(first.getEnvelope().getId()).isEqualTo(first.getBreach() + "/1");
        assertThat(first.getFacets())
                .extracting(facet -> facet.getName())
                .containsExactly("PAGE_FAST", "TOTAL_OUTAGE");
        assertThat(breaches.getLast().getFacets()).noneMatch(facet -> facet.getFiring());
    }

    @Test
    void evidence_can_be_checked_by_hand() {
        driver.seconds("checkout", 0, 120, 0);
        driver.seconds("checkout", 120, 130, 10);

        var last = driver.breaches().getLast();
        long second = Duration.between(Wire.NINE, last.getEnvelope().getAt()).toSeconds();
        var windows = last.getFacets().getFirst().getWindows();
        assertThat(windows)
                .extracting(window -> window.getLengthMillis())
                .containsExactly(120_000L, 20_000L);
        var recent = windows.getLast();
        assertThat(recent.getBad()).isEqualTo(10.0 * (second - 120));
        assertThat(recent.getTotal()).isEqualTo(200);
        assertThat(recent.getBurn()).isEqualTo(recent.getBad() / 200 * 1_000);
        assertThat(last.getBudget().getTotal()).isEqualTo(10 * second);
        assertThat(last.getText()).startsWith("checkout: ");
    }

    @Test
    void a_signal_each_minute_adds_up_to_everything_that_was_sent() {
        driver.seconds("checkout", 0, 600, 0);
        driver.tick(660);

        var signals = driver.signals();
        assertThat(signals).as("at once, then each minute").hasSize(1 + 10);
        assertThat(signals.getLast().getBudget().getTotal()).isEqualTo(6_000);
        assertThat(signals.getLast().getBudget().getGood()).isEqualTo(6_000);
        assertThat(signals).extracting(SignalPoint::getFiring).containsOnly(false);
    }

    @Test
    void a_repeated_sample_counts_once() {
        for (long second = 1; second <= 60; second++) {
            driver.send(Wire.counts("checkout", second, 0, 10), second);
            driver.send(Wire.counts("checkout", second, 0, 10), second);
        }
        driver.tick(120);

        assertThat(driver.signals().getLast().getBudget().getTotal()).isEqualTo(600);
    }

    @Test
    void samples_without_an_id_are_told_apart_by_their_interval() {
        for (long second = 1; second <= 60; second++) {
            var sample = Wire.counts("", "checkout", Wire.at(second), 1_000, 10, 10);
            driver.send(sample, second);
            driver.send(sample, second);
        }
        driver.tick(120);

        assertThat(driver.signals().getLast().getBudget().getTotal()).isEqualTo(600);
    }

    @Test
    void counters_are_counted_as_exactly_as_counts() {
        for (long second = 0; second <= 300; second += 15) {
            driver.send(
                    Wire.reading("checkout", second, CounterRole.TOTAL, 1, 10_000 + 10 * second),
                    second);
            driver.send(
                    Wire.reading("checkout", second, CounterRole.GOOD, 2, 9_000 + 10 * second),
                    second);
            driver.tick(second);
        }
        driver.tick(360);

        var budget = driver.signals().getLast().getBudget();
        assertThat(budget.getTotal()).isEqualTo(3_000);
        assertThat(budget.getGood()).isEqualTo(3_000);
    }

    @Test
    void a_service_without_an_objective_has_no_budget_but_the_built_in_rules() {
        driver.seconds("other", 0, 120, 10);

        assertThat(driver.breaches()).extracting(Breach::getSlo).containsOnly("");
        assertThat(driver.signals()).isEmpty();
    }

    @Test
    void the_same_input_makes_the_same_breaches_byte_for_byte() {
        driver.story("checkout");
        var once = driver.records("tocsin.breaches");
        stop();
        start();

        driver.story("checkout");

        var again = driver.records("tocsin.breaches");
        assertThat(again).hasSameSizeAs(once);
        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i).value()).isEqualTo(once.get(i).value());
        }
    }

    @Test
    void how_services_interleave_does_not_matter() {
        driver.story("checkout", "pay");
        var one = driver.breaches();
        stop();
        start();

        driver.story("pay", "checkout");

        var other = driver.breaches();
        assertThat(one).hasSizeGreaterThan(4);
        for (var service : List.of("checkout", "pay")) {
            assertThat(of(service, other)).isEqualTo(of(service, one));
        }
    }

    @Test
    void breaches_keep_the_key_and_the_time_of_their_cause() {
        driver.story("checkout");

        var first = driver.records("tocsin.breaches").getFirst();
        assertThat(first.key()).isEqualTo("checkout");
        assertThat(first.getRecordTime()).isBetween(Wire.at(120), Wire.at(123));
    }

    @Test
    void every_name_is_ours() {
        assertThat(driver.description()).doesNotContain("KSTREAM", "KTABLE");
    }

    /// One service's breaches without their place on the log.
    private static List<Breach> of(String service, List<Breach> breaches) {
        return breaches.stream()
                .filter(breach -> breach.getService().equals(service))
                .map(breach ->
                        Breach.newBuilder(breach)
                                .setEnvelope(
                                        Envelope.newBuilder(breach.getEnvelope())
                                                .setCause(null)
                                                .build())
                                .setEvidence(withoutPlace(breach.getEvidence()))
                                .build())
                .toList();
    }

    private static Evidence withoutPlace(Evidence evidence) {
        var crossing = Crossing.newBuilder(evidence.getCrossing()).setOffset(-1).build();
        return Evidence.newBuilder(evidence).setCrossing(crossing).build();
    }
}
