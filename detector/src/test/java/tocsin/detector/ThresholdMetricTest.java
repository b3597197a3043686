package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Documents;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;

import java.util.Random;

/// Objectives over values that are measured: queues, temperatures, ages of backups.
class ThresholdMetricTest {
    private static final String POLICY =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: minutes}
            spec: {pairs: [{factor: 4, long: 5m, short: 1m, class: PAGE_FAST}]}
            """;

    private static final String QUEUE =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: short-queue
              annotations: {tocsin.dev/burn-policy: minutes}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              indicator:
                metadata: {name: queue}
                spec:
                  thresholdMetric:
                    metricSource: {type: tocsin, spec: {sli: queue}}
              objectives: [{op: lte, value: 0.3, target: 0.9}]
            """;

    private static Worker worker(String document) {
        return new Worker(Documents.set(1, POLICY, document));
    }

    private static void send(Worker worker, long second, double value) {
        worker.process(Wire.gauge("checkout", "queue", second, value, 5), second);
        worker.tick(second);
    }

    @ParameterizedTest(name = "{1} {0} 0.3: bad of 3")
    @CsvSource({
        "lte, 0.3, 0", "lte, 0.30000000000000004, 3", "lt, 0.3, 3", "lt, 0.2, 0",
        "gte, 0.3, 0", "gte, 0.1, 3", "gt, 0.3, 3", "gt, 1e9, 0"
    })
    void a_value_is_good_as_the_operator_says(String operator, double value, long bad) {
        var worker = worker(QUEUE.replace("op: lte", "op: " + operator));
        for (long second = 10; second <= 30; second += 10) {
            send(worker, second, value);
        }
        worker.tick(90);

        var budget = worker.signals().getLast().getBudget();
        assertThat(budget.getTotal()).isEqualTo(3);
        assertThat(budget.getTotal() - budget.getGood()).isEqualTo(bad);
    }

    @Test
    void too_many_bad_values_are_a_breach_that_says_what_they_were() {
        var worker = worker(QUEUE);
        for (long second = 10; second <= 900; second += 10) {
            send(worker, second, second > 300 && second <= 500 ? 0.5 : 0.1);
        }

        var breaches = worker.breaches();
        assertThat(breaches.getFirst().getText())
                .startsWith("checkout: ")
                .contains(" measurements were above 0.3 in the last ");
        assertThat(breaches).extracting(Breach::getSli).containsOnly("queue");
        assertThat(breaches.getLast().getKind()).isEqualTo(BreachKind.CLEARED);
    }

    @Test
    void slices_are_judged_by_the_share_of_their_samples() {
        var worker =
                worker(
                        QUEUE.replace("Occurrences", "Timeslices")
                                .replace(
                                        "target: 0.9",
                                        "target: 0.9, timeSliceTarget: 0.7, timeSliceWindow: 1m"));
        var random = new Random(4);
        long bad = 0;
        for (long minute = 0; minute < 60; minute++) {
            int high = 0;
            for (long second = 10; second <= 60; second += 10) {
                boolean above = random.nextInt(4) == 0;
                high += above ? 1 : 0;
                send(worker, minute * 60 + second, above ? 0.4 : 0.2);
            }
            bad += (6 - high) * 10 < 7 * 6 ? 1 : 0;
        }
        worker.tick(3_700);

        var budget = worker.signals().getLast().getBudget();
        assertThat(budget.getTotal()).isEqualTo(60);
        assertThat(budget.getTotal() - budget.getGood()).isEqualTo(bad).isBetween(5L, 55L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void what_is_no_value_is_refused(double value) {
        var worker = worker(QUEUE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> send(worker, 10, value))
                .withMessageContaining("a value of " + value);
    }

    @Test
    void counts_of_the_same_name_are_no_values() {
        var worker = worker(QUEUE.replace("queue}", "availability}"));
        worker.process(Wire.counts("checkout", 1, 1, 10), 1);
        worker.tick(90);

        assertThat(worker.breaches()).isEmpty();
        assertThat(worker.signals()).isEmpty();
    }
}
