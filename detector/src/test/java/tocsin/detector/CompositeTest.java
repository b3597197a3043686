package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.ChildShare;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Facet;
import tocsin.schemas.MetricSample;

import java.util.List;

/// Composites in the processor: one child is counted by samples, the other by counters.
class CompositeTest {
    private static final String POLICY =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: minutes}
            spec:
              pairs: [{factor: 4, long: 5m, short: 1m, class: PAGE_FAST}]
              budget: [0.5, 1]
            """;

    static final String COMPOSITE =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: shop
              annotations: {tocsin.dev/burn-policy: minutes, tocsin.dev/composite: sum}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              objectives:
                - target: 0.9
                  compositeWeight: 2
                  indicator:
                    metadata: {name: pay}
                    spec:
                      ratioMetric:
                        good: {metricSource: {type: tocsin, spec: {sli: pay}}}
                        total: {metricSource: {type: tocsin, spec: {sli: pay}}}
                - target: 0.9
                  compositeWeight: 1
                  indicator:
                    metadata: {name: search}
                    spec:
                      ratioMetric:
                        counter: true
                        bad: {metricSource: {type: prometheus, spec: {query: 'errors'}}}
                        total: {metricSource: {type: prometheus, spec: {query: 'requests'}}}
            """;

    private static DefinitionSet set(String operator) {
        var composite = COMPOSITE.replace("composite: sum", "composite: " + operator);
        return Documents.set(
                1, POLICY, operator.equals("sum") ? composite : slices(composite, operator));
    }

    private static String slices(String composite, String operator) {
        return operator.equals("any-bad")
                ? composite
                        .replace("Occurrences", "Timeslices")
                        .replace("compositeWeight: 2", "timeSliceTarget: 0.9")
                        .replace("compositeWeight: 1", "timeSliceTarget: 0.8")
                        .replace("target: 0.9\n", "target: 0.9\n      timeSliceWindow: 1m\n")
                : composite
                        .replace("Occurrences", "RatioTimeslices")
                        .replace("target: 0.9\n", "target: 0.9\n      timeSliceWindow: 1m\n");
    }

    private static MetricSample of(String sli, MetricSample sample) {
        return MetricSample.newBuilder(sample).setSli(sli).build();
    }

    private static MetricSample pay(long second, long bad) {
        return of("pay", Wire.counts("checkout", second, bad, 10));
    }

    private static MetricSample search(long second, CounterRole role, double value) {
        return of("search", Wire.reading("checkout", second, role, role.ordinal(), value));
    }

    /// Paying fails wholly from the second minute to the sixth, searching a little all the time.
    /// Each sample of paying comes twice, and every tenth half a minute late.
    private static Worker story(DefinitionSet set, int restartEvery) {
        var worker = new Worker(set);
        for (long second = 1; second <= 1_500; second++) {
            long bad = second > 120 && second <= 360 ? 10 : 0;
            if (second % 10 != 0) {
                worker.process(pay(second, bad), second);
                worker.process(pay(second, bad), second);
            } else if (second > 30) {
                worker.process(
                        pay(second - 30, second - 30 > 120 && second - 30 <= 360 ? 10 : 0), second);
            }
            if (second % 15 == 0) {
                worker.process(search(second, CounterRole.TOTAL, 20 * second), second);
                worker.process(search(second, CounterRole.BAD, second), second);
            }
            worker.tick(second);
            if (second % restartEvery == 0) {
                worker.restart();
            }
        }
        return worker;
    }

    @ParameterizedTest
    @CsvSource({"sum", "any-bad", "weighted"})
    void a_breach_names_the_child_that_is_to_blame_and_ends(String operator) {
        var breaches = story(set(operator), Integer.MAX_VALUE).breaches();

        var first = breaches.getFirst();
        assertThat(first.getKind()).isEqualTo(BreachKind.FIRING);
        assertThat(first.getSlo()).isEqualTo("shop");
        assertThat(first.getSli()).isEmpty();
        var children = first.getEvidence().getChildren();
        assertThat(children).extracting(ChildShare::getSli).containsExactly("pay", "search");
        assertThat(children)
                .extracting(ChildShare::getShare)
                .first()
                .satisfies(share -> assertThat(share).isGreaterThan(0.7));
        assertThat(children.stream().mapToDouble(ChildShare::getShare).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(first.getText()).contains("; of what is bad ").contains(" is pay");
        assertThat(breaches).extracting(Breach::getKind).contains(BreachKind.CLEARED);
    }

    @ParameterizedTest
    @CsvSource({"sum", "any-bad", "weighted"})
    void a_restart_changes_nothing(String operator) {
        assertThat(story(set(operator), 7).forwarded())
                .isEqualTo(story(set(operator), Integer.MAX_VALUE).forwarded());
    }

    /// Paying weighs two: the newest five minutes hold 2 x 10 a second of it, and 20 of searching.
    @Test
    void the_children_add_up_to_the_whole() {
        for (var breach : story(set("sum"), Integer.MAX_VALUE).breaches()) {
            var window = firing(breach).getWindows().getFirst();
            double bad = 0;
            double total = 0;
            for (var child : breach.getEvidence().getChildren()) {
                assertThat(child.getLengthMillis()).isEqualTo(window.getLengthMillis());
                bad += child.getWeight() * child.getBad() / 2;
                total += child.getWeight() * child.getTotal() / 2;
            }
            assertThat(window.getBad()).isCloseTo(bad, within(1e-3));
            assertThat(window.getTotal()).isCloseTo(total, within(1e-3));
        }
    }

    private static Facet firing(Breach breach) {
        return breach.getFacets().stream()
                .filter(Facet::getFiring)
                .findFirst()
                .orElse(breach.getFacets().getFirst());
    }

    @Test
    void another_weight_is_another_composite() {
        var worker = story(set("sum"), Integer.MAX_VALUE);
        for (long second = 1_501; second <= 1_800; second++) {
            worker.process(pay(second, 10), second);
            worker.tick(second);
        }
        assertThat(worker.breaches().getLast().getKind()).isNotEqualTo(BreachKind.CLEARED);

        var heavier = COMPOSITE.replace("compositeWeight: 2", "compositeWeight: 3");
        var from = Wire.at(1_801);
        var next = Documents.set(2, POLICY, heavier);
        worker.define(new DefinitionSet(2, "two", from, next.documents()));
        worker.tick(1_802);

        assertThat(worker.breaches().getLast().getText()).contains("is not watched any more");
        assertThat(List.of(worker.signals().getLast().getFiring())).containsExactly(false);
    }
}
