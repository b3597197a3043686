package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.GroupBy;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The same truth given to the detector's rules, event by event, and to a genuine Prometheus that
/// scrapes it every 15 s and evaluates the same rules every 15 s. Both are also compared with the
/// truth itself, counted over every second. Times are seconds since the scenario began.
class PrometheusOracleTest {
    /// A rule may be late by a scrape and an evaluation.
    private static final int LATE = 2 * Scenario.SCRAPE;

    /// Conditions that are apart by less are one episode: between them it is a matter of an event.
    private static final int GAP = 60;

    private static final int BEGIN = 23_407;
    private static final List<Scenario> ALIKE = Scenario.all();
    private static final List<Scenario> SCENARIOS =
            Stream.concat(
                            ALIKE.stream(),
                            Stream.of(
                                    Scenario.bornFailing(BEGIN),
                                    Scenario.lostTail(BEGIN),
                                    Scenario.fallenSilent(BEGIN),
                                    Scenario.oneFailure(BEGIN)))
                    .toList();
    private static final List<BurnPair> PAIRS =
            List.of(
                    Slos.pair("PAGE_FAST", 14_400, "1h", "5m"),
                    Slos.pair("PAGE_SLOW", 6_000, "6h", "30m"));
    private static final Map<BurnPair, Map<Integer, BitSet>> FIRING = new HashMap<>();
    private static final Set<String> PAGES = Set.of("PAGE_FAST", "PAGE_SLOW");
    private static OraclePrometheus prometheus;

    @BeforeAll
    static void askPrometheus(@TempDir Path folder) throws Exception {
        assumeTrue(
                OraclePrometheus.installed("prometheus").isPresent()
                        && OraclePrometheus.installed("promtool").isPresent(),
                "prometheus is not installed (Debian: apt-get install prometheus); this test needs"
                        + " it as the oracle");
        prometheus = OraclePrometheus.start(folder, SCENARIOS);
        for (var pair : PAIRS) {
            FIRING.put(pair, prometheus.firing(rule(pair)));
        }
    }

    @AfterAll
    static void stop() {
        FIRING.clear();
        if (prometheus != null) {
            prometheus.close();
        }
    }

    private static String rule(BurnPair pair) {
        return ratio(pair.longMillis(), pair) + " and " + ratio(pair.shortMillis(), pair);
    }

    /// As Sloth writes it.
    private static String ratio(long window, BurnPair pair) {
        return "(sum by (scenario) (rate(bad_total[%1$ds])) / sum by (scenario) (rate(total_total[%1$ds])) > (%2$s * 0.001))"
                .formatted(window / 1_000, pair.factorMilli() / 1_000.0);
    }

    static Stream<Case> cases() {
        return IntStream.range(0, ALIKE.size())
                .boxed()
                .flatMap(number -> PAIRS.stream().map(pair -> new Case(number, pair)));
    }

    /// One pair over one scenario.
    record Case(int number, BurnPair pair) {
        Scenario scenario() {
            return SCENARIOS.get(number);
        }

        Episodes ours() {
            var slo = Slos.of(pair);
            var facet = new Facet.Burn(pair, slo);
            var ring = new Ring();
            var firing = new BitSet();
            for (int second = 1; second <= Scenario.SECONDS; second++) {
                long total = scenario().total()[second - 1];
                long bad = scenario().bad()[second - 1];
                ring.add(at(second - 1), at(second), bad, total, (_, _) -> {});
                firing.set(second, facet.holds(ring, at(second)));
            }
            return Episodes.of(Scenario.SECONDS, 1, firing::get);
        }

        Episodes prometheus() {
            var firing = FIRING.getOrDefault(pair, Map.of()).getOrDefault(number, new BitSet());
            return Episodes.of(Scenario.SECONDS, Scenario.SCRAPE, firing::get);
        }

        Episodes truth() {
            var exact = new Exact(scenario());
            return Episodes.of(Scenario.SECONDS, 1, second -> exact.holds(pair, second));
        }

        private static long at(int second) {
            return 1_767_600_000_000L + second * 1_000L;
        }

        @Override
        public String toString() {
            return scenario().name() + ", " + pair.name();
        }
    }

    /// Sums over every second, from the beginning.
    private static final class Exact {
        private final long[] bad = new long[Scenario.SECONDS + 1];
        private final long[] total = new long[Scenario.SECONDS + 1];

        Exact(Scenario scenario) {
            for (int second = 1; second <= Scenario.SECONDS; second++) {
                bad[second] = bad[second - 1] + scenario.bad()[second - 1];
                total[second] = total[second - 1] + scenario.total()[second - 1];
            }
        }

        boolean holds(BurnPair pair, int second) {
            return burns(pair, (int) (pair.longMillis() / 1_000), second)
                    && burns(pair, (int) (pair.shortMillis() / 1_000), second);
        }

        private boolean burns(BurnPair pair, int window, int second) {
            int from = Math.max(0, second - window);
            long badNow = bad[second] - bad[from];
            return badNow >= 2
                    && badNow * 1_000_000L > pair.factorMilli() * (total[second] - total[from]);
        }
    }

    @Test
    void there_are_enough_scenarios() {
        assertThat(ALIKE).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void we_fire_with_the_truth_and_clear_within_a_bucket_of_it(Case one) {
        int bucket = one.pair().longMillis() > 3_600_000 ? 60 : 10;
        var truth = one.truth().joined(GAP).lasting(GAP);
        var ours = one.ours().joined(GAP).lasting(GAP);

        assertThat(ours.count()).as("%s and %s", ours, truth).isEqualTo(truth.count());
        for (int i = 0; i < truth.count(); i++) {
            assertThat(ours.get(i).fire() - truth.get(i).fire())
                    .as("%s and %s", ours, truth)
                    .isBetween(-bucket, bucket);
            assertThat(ours.get(i).clear() - truth.get(i).clear())
                    .as("%s and %s", ours, truth)
                    .isBetween(-bucket, bucket);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void prometheus_says_the_same_at_its_next_scrape(Case one) {
        var ours = one.ours().joined(GAP).lasting(GAP);
        var prometheus = one.prometheus().joined(GAP).lasting(GAP);

        assertThat(prometheus.count()).as("%s and %s", prometheus, ours).isEqualTo(ours.count());
        for (int i = 0; i < ours.count(); i++) {
            assertThat(prometheus.get(i).fire() - ours.get(i).fire())
                    .as("%s and %s", prometheus, ours)
                    .isBetween(0, Scenario.SCRAPE);
            assertThat(prometheus.get(i).clear() - ours.get(i).clear())
                    .as("%s and %s", prometheus, ours)
                    .isBetween(0, Scenario.SCRAPE);
        }
    }

    /// A breach carries the PromQL of each facet: false a minute before, true at the next scrape.
    /// The objective is split by scenario, of which the selector of bad events says nothing.
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "outage of 53 s",
                "outage of 600 s",
                "2.0 % for an hour",
                "20.0 % for an hour",
                "0.65 % for six hours",
                "the process restarts in the outage",
                "two scrapes are lost"
            })
    void the_promql_of_a_breach_says_the_same_there(String name) throws Exception {
        int number = index(name);
        var one = new Case(number, PAIRS.getFirst());
        var by = new GroupBy(List.of("scenario"), 100);
        var slo =
                Slos.of(queries(number), PAIRS)
                        .by(by)
                        .of(Group.of(by, Map.of("scenario", String.valueOf(number))));
        var series = new SloSeries(new Ring(), SloState.NEW);
        Optional<Change> fired = Optional.empty();
        int second = 0;
        while (series.state().facets().keySet().stream().noneMatch(PAGES::contains)) {
            long bad = one.scenario().bad()[second];
            long total = one.scenario().total()[second++];
            series.count(Case.at(second - 1), Case.at(second), bad, total, (_, _) -> {});
            fired = series.evaluate(slo, Case.at(second), Case.at(second - 15));
        }
        int scrape = Math.ceilDiv(second, Scenario.SCRAPE) * Scenario.SCRAPE;

        int firing = 0;
        for (var condition : fired.flatMap(Change::evidence).orElseThrow().conditions()) {
            boolean fires = series.state().facets().containsKey(condition.facet());
            if (fires && PAGES.contains(condition.facet())) {
                firing++;
                assertThat(prometheus.holds(condition.promql(), scrape - 60))
                        .as("a minute before: %s", condition.promql())
                        .isFalse();
                assertThat(prometheus.holds(condition.promql(), scrape))
                        .as("%s", condition.promql())
                        .isTrue();
            }
        }
        assertThat(firing).isPositive();
    }

    private static Queries queries(int scenario) {
        return new Queries("bad_total", "total_total{scenario=\"%d\"}".formatted(scenario), false);
    }

    // Where the two differ, and why.

    @Test
    void prometheus_cannot_see_what_a_counter_had_counted_when_it_was_first_scraped() {
        var one = new Case(index("born failing"), PAIRS.getFirst());

        assertThat(one.prometheus().list()).isEmpty();
        assertThat(one.ours().get(0).fire()).isEqualTo(one.truth().get(0).fire());
    }

    @Test
    void prometheus_cannot_see_what_a_process_counted_between_its_last_scrape_and_its_end() {
        var one = new Case(index("lost tail"), PAIRS.getFirst());

        assertThat(one.prometheus().list()).isEmpty();
        assertThat(one.ours().list()).hasSize(1);
        assertThat(one.ours().get(0).fire()).isEqualTo(one.truth().get(0).fire());
    }

    @Test
    void prometheus_takes_silence_for_recovery_and_we_do_not() {
        var one = new Case(index("fallen silent"), PAIRS.getFirst());
        var series = new SloSeries(new Ring(), SloState.NEW);
        var slo = Slos.of(one.pair());
        for (int second = 1; second <= BEGIN; second++) {
            long bad = one.scenario().bad()[second - 1];
            long total = one.scenario().total()[second - 1];
            series.count(Case.at(second - 1), Case.at(second), bad, total, (_, _) -> {});
            series.evaluate(slo, Case.at(second), Case.at(second - 15));
        }
        int later = BEGIN + 1_800;
        series.evaluate(slo, Case.at(later), Case.at(later - 15));

        assertThat(one.prometheus().get(0).clear() - BEGIN).isBetween(1, 300 + LATE);
        assertThat(series.state().facets()).containsKey("PAGE_FAST");
    }

    @Test
    void one_bad_event_is_no_outage_for_us() {
        var one = new Case(index("one failure"), PAIRS.getFirst());

        assertThat(one.prometheus().list()).isNotEmpty();
        assertThat(one.ours().list()).isEmpty();
    }

    private static int index(String name) {
        return IntStream.range(0, SCENARIOS.size())
                .filter(number -> SCENARIOS.get(number).name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
