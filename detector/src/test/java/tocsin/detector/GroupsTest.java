package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.BreachReason;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Facet;
import tocsin.schemas.MetricSample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Objectives that labels split into series.
class GroupsTest {
    private static final List<String> REGIONS = List.of("eu", "us", "ap", "sa", "");

    private static String split(String slo, String annotations) {
        return slo.replace("burn-policy: demo", "burn-policy: demo, " + annotations);
    }

    private static final String SLO =
            split(
                    Documents.slo("checkout", "demo"),
                    "tocsin.dev/group-by: region, tocsin.dev/max-series: \"3\"");
    private static final DefinitionSet SET = Documents.set(1, Documents.DEMO, SLO);

    /// What is told of a breach, whoever's it is.
    private record Told(
            String of, BreachKind kind, int revision, Instant at, List<Facet> facets, Object left) {
        static Told of(String whose, Breach breach) {
            return new Told(
                    whose,
                    breach.getKind(),
                    breach.getRevision(),
                    breach.getEnvelope().getAt(),
                    breach.getFacets(),
                    breach.getBudget());
        }
    }

    private static MetricSample in(String region, MetricSample sample) {
        return MetricSample.newBuilder(sample)
                .setLabels(Map.of("region", region, "pod", "p" + sample.hashCode() % 3))
                .build();
    }

    private static MetricSample counts(String region, long second, long bad) {
        return in(
                region,
                Wire.counts(region + second, "checkout", Wire.at(second), 1_000, 100 - bad, 100));
    }

    /// The first three regions have series of their own; each is watched as a service with an
    /// objective that is not split would be, and the others together as one more.
    @Test
    void each_group_is_judged_as_if_it_were_a_service() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var services = List.of("eu", "us", "ap", "_other");
        var documents = new ArrayList<>(List.of(Documents.DEMO));
        services.forEach(service -> documents.add(Documents.slo(service, "demo")));
        var apart = new Worker(Documents.set(1, documents.toArray(String[]::new)));
        var split = new Worker(SET);
        for (long second = 1; second <= 900; second++) {
            for (int i = 0; i < 5; i++) {
                boolean failing = second / 100 % 5 == i && random.nextBoolean();
                long bad = failing ? random.nextInt(100) : 0;
                long late = random.nextInt(20) == 0 ? random.nextInt(20) : 0;
                var sample = counts(REGIONS.get(i), Math.max(1, second - late), bad);
                split.process(sample, second);
                apart.process(
                        MetricSample.newBuilder(sample)
                                .setService(services.get(Math.min(i, 3)))
                                .build(),
                        second);
            }
            split.tick(second);
            apart.tick(second);
            if (random.nextInt(100) == 0) {
                split.restart();
            }
        }

        assertThat(split.breaches())
                .extracting(breach -> Told.of(breach.getLabels().get("region"), breach))
                .as("seed %d", seed)
                .hasSizeGreaterThan(8)
                .containsExactlyInAnyOrderElementsOf(
                        apart.breaches().stream()
                                .filter(breach -> !breach.getSlo().isEmpty())
                                .map(breach -> Told.of(breach.getService(), breach))
                                .toList());
        assertThat(split.breaches()).extracting(Breach::getService).containsOnly("checkout");
    }

    @Test
    void breaches_and_signals_say_which_group_and_do_not_get_mixed_up() {
        var worker = new Worker(SET);
        for (long second = 1; second <= 40; second++) {
            worker.process(counts("eu", second, second > 20 ? 100 : 0), second);
            worker.process(counts("us", second, second > 20 ? 100 : 0), second);
            worker.tick(second);
        }

        assertThat(worker.breaches())
                .hasSizeGreaterThan(1)
                .extracting(Breach::getBreach)
                .contains(worker.breaches().getFirst().getBreach());
        assertThat(worker.breaches().stream().map(Breach::getBreach).distinct()).hasSize(2);
        assertThat(worker.breaches().getFirst().getText()).startsWith("checkout {region=\"eu\"}: ");
        assertThat(worker.signals())
                .extracting(signal -> signal.getLabels().get("region"))
                .contains("eu", "us");
        assertThat(worker.signals())
                .extracting(signal -> signal.getEnvelope().getId())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "restarted: {0}")
    @ValueSource(booleans = {false, true})
    void who_has_no_room_counts_for_the_rest_until_somebody_is_forgotten(boolean restarted) {
        var slo = SLO.replace("30d, isRolling", "1h, isRolling");
        var worker = new Worker(Documents.set(1, Documents.DEMO, slo));
        for (var region : REGIONS) {
            worker.process(counts(region, 1, 0), 1);
        }
        worker.tick(2);
        assertThat(regions(worker)).containsExactly("_other", "ap", "eu", "us");
        if (restarted) {
            worker.restart();
        }
        for (long second = 1_800; second <= 7_200; second += 60) {
            worker.process(counts("eu", second, 0), second);
            worker.process(counts("sa", second, 0), second);
            worker.tick(second);
        }
        assertThat(worker.signals())
                .filteredOn(signal -> signal.getBudget() == null)
                .as("takes leave of the silent ones")
                .extracting(signal -> signal.getLabels().get("region"))
                .containsExactly("ap", "us");
        if (restarted) {
            worker.restart();
        }

        worker.process(counts("sa", 7_300, 0), 7_300);
        worker.tick(7_400);

        assertThat(worker.signals().getLast().getLabels()).containsEntry("region", "sa");
        worker.commit();
        assertThat(worker.keys(DetectorProcessor.HEADS))
                .containsExactly(
                        "checkout\0checkout-availability\1region=_other",
                        "checkout\0checkout-availability\1region=eu",
                        "checkout\0checkout-availability\1region=sa");
        assertThat(worker.keys(DetectorProcessor.CHUNKS)).noneMatch(key -> key.contains("us"));
    }

    private static List<String> regions(Worker worker) {
        return worker.signals().stream()
                .map(signal -> signal.getLabels().get("region"))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void a_label_that_is_missing_is_empty_and_what_nobody_asks_for_plays_no_part() {
        var worker = new Worker(SET);
        worker.process(Wire.counts("checkout", 1, 0, 10), 1);
        worker.process(counts("", 2, 0), 2);
        worker.tick(61);

        assertThat(regions(worker)).containsExactly("");
        assertThat(worker.signals().getLast().getBudget().getTotal()).isEqualTo(110);
    }

    @Test
    void counters_of_each_group_are_read_apart() {
        var worker = new Worker(SET);
        for (long second = 15; second <= 600; second += 15) {
            for (var region : List.of("eu", "us")) {
                long bad = region.equals("eu") && second > 300 ? second - 300 : 0;
                worker.process(
                        in(region, reading(region, second, CounterRole.TOTAL, 10 * second)),
                        second);
                worker.process(
                        in(region, reading(region, second, CounterRole.GOOD, 10 * second - bad)),
                        second);
            }
            worker.tick(second);
            worker.restart();
        }

        assertThat(worker.breaches())
                .isNotEmpty()
                .allMatch(breach -> breach.getLabels().get("region").equals("eu"));
        assertThat(worker.signals().getLast().getBudget().getTotal()).isEqualTo(5_850);
    }

    private static MetricSample reading(
            String region, long second, CounterRole role, double value) {
        return Wire.reading(
                "checkout", second, role, region.hashCode() * 2L + role.ordinal(), value);
    }

    @Test
    void a_composite_is_split_with_its_children() {
        var slo =
                CompositeTest.COMPOSITE
                        .replace("sum}", "sum, tocsin.dev/group-by: region}")
                        .replace("target: 0.9", "target: 0.99");
        var policy = Documents.DEMO.replace("name: demo", "name: minutes");
        var worker = new Worker(Documents.set(1, policy, slo));
        for (long second = 1; second <= 100; second++) {
            for (var region : List.of("eu", "us/pay")) {
                var sample = counts(region, second, region.equals("eu") ? 100 : 0);
                worker.process(MetricSample.newBuilder(sample).setSli("pay").build(), second);
            }
            worker.tick(second);
            if (second % 20 == 0) {
                worker.restart();
            }
        }

        assertThat(worker.breaches().stream().map(Breach::getBreach).distinct()).hasSize(1);
        var breach = worker.breaches().getFirst();
        assertThat(breach.getLabels()).containsExactly(Map.entry("region", "eu"));
        assertThat(breach.getEvidence().getChildren().getFirst().getShare()).isEqualTo(1);
    }

    @Test
    void an_objective_that_is_split_another_way_begins_anew() {
        var worker = new Worker(SET);
        worker.process(counts("eu", 1, 0), 1);
        worker.process(counts("eu", 2, 100), 2);
        var other = split(Documents.slo("checkout", "demo"), "tocsin.dev/group-by: pod");
        var documents = Documents.set(2, Documents.DEMO, other).documents();
        worker.define(new DefinitionSet(2, "two", Wire.at(10), documents));
        worker.tick(11);

        assertThat(worker.breaches()).hasSize(2);
        assertThat(worker.breaches().getLast().getReason()).isEqualTo(BreachReason.WITHDRAWN);
        assertThat(worker.breaches().getLast().getLabels())
                .containsExactly(Map.entry("region", "eu"));
        assertThat(worker.breaches().getLast().getText())
                .contains("checkout-availability{region=\"eu\"} is not watched any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\1region=eu", "line\nbreak"})
    void what_could_be_mistaken_for_another_group_is_refused(String region) {
        var worker = new Worker(SET);

        assertThatThrownBy(() -> worker.process(counts(region, 1, 0), 1))
                .hasMessageContaining("unusable sample: label region");
        assertThatThrownBy(() -> worker.process(counts("x".repeat(201), 1, 0), 1))
                .hasMessageContaining("201 characters");
    }
}
