package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.CHECKOUT;
import static tocsin.detector.slo.Documents.DEMO;
import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

class SloReaderTest {
    private static final String PROMETHEUS =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: pay-errors}
            spec:
              service: pay
              budgetingMethod: Occurrences
              timeWindow: [{duration: 28d, isRolling: true}]
              indicator:
                metadata: {name: http-errors}
                spec:
                  ratioMetric:
                    counter: true
                    bad: {metricSource: {type: prometheus, spec: {query: 'http_requests_total{code=~"5.."}'}}}
                    total: {metricSource: {type: prometheus, spec: {query: 'http_requests_total'}}}
              objectives: [{targetPercent: 99.95}]
            """;

    @Test
    void the_example_of_the_documentation_is_understood() {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, CHECKOUT));

        assertThat(read.findings()).isEmpty();
        var slo = read.slos().getFirst();
        assertThat(slo.name()).isEqualTo("checkout-availability");
        assertThat(slo.service()).isEqualTo("checkout");
        assertThat(slo.sli()).isEqualTo("availability");
        assertThat(slo.target()).isEqualTo("0.999");
        assertThat(slo.budgetPpb()).isEqualTo(1_000_000);
        assertThat(slo.goodCounted()).isTrue();
        assertThat(slo.periodMillis()).isEqualTo(Duration.ofDays(30).toMillis());
        assertThat(slo.policy().name()).isEqualTo("google-share");
    }

    @Test
    void shares_of_thirty_days_are_the_factors_of_the_workbook() {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, CHECKOUT));

        assertThat(read.slos().getFirst().policy().pairs())
                .extracting(BurnPair::factorMilli)
                .containsExactly(14_400L, 6_000L, 3_000L, 1_000L);
    }

    @Test
    void shares_of_a_week_are_other_factors() {
        var week = CHECKOUT.replace("duration: 30d", "duration: 7d");

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, week));

        assertThat(read.slos().getFirst().policy().pairs())
                .extracting(BurnPair::factorMilli)
                .containsExactly(3_360L, 1_400L, 700L, 233L);
    }

    @Test
    void a_prometheus_indicator_is_known_by_its_own_name() {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, PROMETHEUS));

        var slo = read.slos().getFirst();
        assertThat(slo.sli()).isEqualTo("http-errors");
        assertThat(slo.goodCounted()).isFalse();
        assertThat(slo.budgetPpb()).isEqualTo(500_000);
        assertThat(slo.policy().name()).as("the default").isEqualTo("google-share");
        assertThat(slo.queries().ratios(0.01, false, List.of(3_600_000L, 300_000L)))
                .isEqualTo(
                        "sum(rate(http_requests_total{code=~\"5..\"}[1h]))"
                                + " / sum(rate(http_requests_total[1h])) > 0.01"
                                + " and sum(rate(http_requests_total{code=~\"5..\"}[5m]))"
                                + " / sum(rate(http_requests_total[5m])) > 0.01");
    }

    @Test
    void a_policy_of_ones_own_is_read_with_its_times() {
        var slo = CHECKOUT.replace("google-share", "demo");

        var policy = SloReader.read(Documents.set(1, DEMO, slo)).slos().getFirst().policy();

        assertThat(policy).isEqualTo(Slos.DEMO);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    target: 0.999            | target: 0.93                    | can never fire: a burn rate of 14.4 is above 14.28
                    target: 0.999            | target: 1                       | must lie between 0 and 1
                    target: 0.999            | target: 0                       | must lie between 0 and 1
                    target: 0.999            | target: 1.5                     | must lie between 0 and 1
                    target: 0.999            | target: high                    | spec.objectives[0].target: must be a number, not 'high'
                    target: 0.999            | target: 0.9}, {target: 0.99    | spec.objectives: has 2 entries
                    Occurrences              | Timeslices                      | spec.budgetingMethod: budgets of time slices (Timeslices) are not counted yet; Occurrences is supported
                    isRolling: true          | calendar: {timeZone: UTC}       | spec.timeWindow[0].calendar: calendar windows are not supported yet
                    duration: 30d            | duration: 1M                    | '1M' is no duration
                    duration: 30d            | duration: 90d                   | a period must lie between 1 hour and 31 days
                    duration: 30d            | duration: 2d                    | TICKET_SLOW: the long window (3d) is longer than the period (2d)
                    annotations: {tocsin.dev/burn-policy: google-share} | annotations: {tocsin.dev/burn-policy: mine} | there is no BurnPolicy 'mine'; there are google-share
                    annotations: { | annotations: {tocsin.dev/alpha: '2', | metadata.annotations: alpha is 2.0
                    annotations: { | annotations: {tocsin.dev/min-bad: many, | must be a number, not 'many'
                    service: checkout        | service: ''                     | spec.service: is blank
                    ratioMetric              | thresholdMetric                 | threshold metrics are not supported yet; only ratio metrics are
                    good: {                  | goood: {                        | needs either good or bad
                    total: {metricSource: {type: tocsin, spec: {sli: availability}}} | total: {metricSource: {type: tocsin, spec: {sli: requests}}} | 'good' counts 'availability' but 'total' counts 'requests'
                    total: {metricSource: {type: tocsin, spec: {sli: availability}}} | total: {metricSource: {type: tocsin, spec: {}}} | total.metricSource.spec.sli: is missing
                    """)
    void what_cannot_be_used_is_named_with_the_reason(String text, String instead, String reason) {
        assertThat(CHECKOUT).contains(text);
        var broken = CHECKOUT.replace(text, instead).replace("name: checkout", "name: broken");

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, broken, PROMETHEUS));

        assertThat(read.slos()).as("the others go on").hasSize(1);
        assertThat(read.findings()).hasSize(1);
        assertThat(read.findings().getFirst().toString())
                .startsWith("SLO/broken-")
                .contains(reason);
    }

    @Test
    void a_policy_says_what_it_takes_for_chance_and_an_slo_says_it_better() {
        var policy = DEMO.replace("spec:", "spec:\n  guards: {minBad: 5, alpha: 0.001}");
        var slo = CHECKOUT.replace("google-share", "demo");
        var better = slo.replace("{tocsin.dev/", "{tocsin.dev/min-total: '9', tocsin.dev/");

        assertThat(guard(policy, slo)).isEqualTo(new Guard(5, 0, 0.001));
        assertThat(guard(policy, better)).isEqualTo(new Guard(5, 9, 0.001));
        assertThat(guard(DEMO, slo)).isEqualTo(new Guard(2, 0, 0.01));
    }

    private static Guard guard(String policy, String slo) {
        return SloReader.read(Documents.set(1, policy, slo)).slos().getFirst().policy().guard();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    clearFor: 10s  | guards: {alpha: 0}      | spec.guards: alpha is 0.0; it lies above 0
                    clearFor: 10s  | guards: {minBad: 0}     | spec.guards: a guard of 0 bad events of 0
                    clearFor: 10s  | guards: {minTotal: few} | spec.guards.minTotal: must be a whole number
                    clearFor: 10s  | guards: none            | spec.guards: must be an object
                    factor: 14.4     | share: 0.02, factor: 14.4 | needs either share or factor
                    factor: 14.4     | factor: 0                 | must be above 0
                    factor: 14.4     | factor: -1                | must be above 0
                    factor: 14.4     | factor: 1e300             | 1.0E+300
                    short: 20s     | short: 5m               | must be shorter than the long one
                    short: 20s     | short: 20ms             | between 1 second and 31 days
                    class: PAGE_FAST | class: PAGEFAST       | spec.pairs[0].class: 'PAGEFAST' is unknown; did you mean 'PAGE_FAST'?
                    pairs:         | paris:                  | spec.pairs: is missing; it must be a list
                    clearFor: 10s  | clearFor: soon          | 'soon' is no duration
                    """)
    void a_policy_that_cannot_be_used_is_named_with_the_reason(
            String text, String instead, String reason) {
        assertThat(DEMO).contains(text);
        var slo = CHECKOUT.replace("google-share", "demo");

        var read = SloReader.read(Documents.set(1, DEMO.replace(text, instead), slo));

        assertThat(read.slos()).isEmpty();
        assertThat(read.findings()).hasSize(1);
        assertThat(read.findings().getFirst().toString()).contains(reason);
    }

    @Test
    void two_pairs_of_one_class_are_refused() {
        var twice = DEMO + "    - {factor: 6, long: 10m, short: 1m, class: PAGE_FAST}\n";
        var slo = CHECKOUT.replace("google-share", "demo");

        var read = SloReader.read(Documents.set(1, twice, slo));

        assertThat(read.findings().getFirst().toString()).contains("two pairs of the same class");
    }

    @Test
    void samples_find_every_slo_of_their_indicator() {
        var second = CHECKOUT.replace("name: checkout-availability", "name: checkout-strict");
        var catalog =
                new SloCatalog(
                        Documents.set(
                                7,
                                GOOGLE_SHARE,
                                CHECKOUT,
                                second.replace("0.999", "0.9999"),
                                PROMETHEUS));

        assertThat(catalog.version()).isEqualTo(7);
        assertThat(catalog.problems()).isEmpty();
        assertThat(catalog.of("checkout", "availability"))
                .extracting(Slo::name)
                .containsExactly("checkout-availability", "checkout-strict");
        assertThat(catalog.of("checkout", "latency")).isEmpty();
        assertThat(catalog.of("pay", "availability")).isEmpty();
        assertThat(catalog.find("pay", "pay-errors")).isPresent();
        assertThat(catalog.find("checkout", "pay-errors")).isEmpty();
    }
}
