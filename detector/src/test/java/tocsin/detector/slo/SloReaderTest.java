package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.CHECKOUT;
import static tocsin.detector.slo.Documents.DEMO;
import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.runtime.definitions.GroupBy;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

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
        assertThat(slo.parts().all().getFirst().goodCounted()).isTrue();
        assertThat(slo.period()).isEqualTo(Period.rolling(Duration.ofDays(30).toMillis()));
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
    void an_objective_may_be_split_by_labels() {
        var split = CHECKOUT.replace("share}", "share, tocsin.dev/group-by: 'region, az'}");

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, split));

        assertThat(read.findings()).isEmpty();
        assertThat(read.slos().getFirst().groupBy())
                .isEqualTo(new GroupBy(List.of("az", "region"), 100));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    group-by: 'a,b,a'                           | group-by: needs up to 4 names of labels, each once
                    group-by: 'a,b,c,d,e'                       | group-by: needs up to 4 names
                    group-by: 'a-b'                             | group-by: 'a-b' is no name of a label
                    group-by: 'a,'                              | group-by: '' is no name of a label
                    max-series: "5"                             | max-series: belongs to an SLO with tocsin.dev/group-by
                    group-by: a, tocsin.dev/max-series: "0"     | max-series: must be a whole number from 1 to 1000, in quotes
                    group-by: a, tocsin.dev/max-series: "1001"  | max-series: must be a whole number from 1 to 1000
                    """)
    void labels_that_cannot_split_it_are_named_with_the_reason(String annotations, String why) {
        var split = CHECKOUT.replace("share}", "share, tocsin.dev/" + annotations + "}");

        assertThat(SloReader.read(Documents.set(1, GOOGLE_SHARE, split)).findings())
                .singleElement()
                .asString()
                .contains("metadata.annotations.tocsin.dev/" + why);
    }

    private static final String SLICES =
            CHECKOUT.replace("Occurrences", "Timeslices")
                    .replace("{target: 0.999}", "{target: 0.99, TARGET, timeSliceWindow: 5m}")
                    .replace("TARGET", "timeSliceTarget: 0.95")
                    .replace("google-share}", "google-share, tocsin.dev/empty-slices: bad}");

    @Test
    void time_slices_are_understood() {
        var slices = SloReader.read(Documents.set(1, GOOGLE_SHARE, SLICES));
        var ratios =
                SloReader.read(
                        Documents.set(
                                1,
                                GOOGLE_SHARE,
                                SLICES.replace("Timeslices", "RatioTimeslices")
                                        .replace(", tocsin.dev/empty-slices: bad", "")
                                        .replace("5m}", "5}")
                                        .replace("timeSliceTarget: 0.95,", "")));

        assertThat(slices.findings()).isEmpty();
        assertThat(slices.slos().getFirst().budgeting())
                .isEqualTo(new Budgeting.Slices(300_000, 950_000_000, Budgeting.Empty.BAD));
        assertThat(slices.slos().getFirst().policy().guard()).isEqualTo(new Guard(1, 0, 1));
        assertThat(ratios.findings()).isEmpty();
        assertThat(ratios.slos().getFirst().budgeting())
                .isEqualTo(new Budgeting.Slices(300_000, 0, Budgeting.Empty.EXCLUDE));
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    timeSliceTarget: 0.95,  | timeSliceTarget: 1.01,  | spec.objectives[0].timeSliceTarget: must lie above 0, and at most at 1
                    timeSliceTarget: 0.95,  | ``                      | spec.objectives[0].timeSliceTarget: is missing
                    timeSliceWindow: 5m     | timeSliceWindow: 0      | spec.objectives[0].timeSliceWindow: a time slice lies between 1 minute and 1 hour
                    timeSliceWindow: 5m     | timeSliceWindow: 2h     | a time slice lies between 1 minute and 1 hour, not 2h
                    timeSliceWindow: 5m     | timeSliceWindow: 10m    | timeSliceWindow: PAGE_FAST: the short window (5m) is shorter than a time slice (10m)
                    Timeslices              | RatioTimeslices         | spec.objectives[0].timeSliceTarget: belongs to Timeslices
                    empty-slices: bad       | empty-slices: worse     | 'worse' is unknown
                    empty-slices: bad       | min-bad: "2"            | metadata.annotations.tocsin.dev/min-bad: guards count events
                    """)
    void time_slices_that_make_no_sense_are_named_with_the_reason(
            String text, String instead, String reason) {
        assertThat(SLICES).contains(text);
        var broken = SLICES.replace(text, instead);

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, broken));

        assertThat(read.slos()).isEmpty();
        assertThat(read.findings()).hasSize(1);
        assertThat(read.findings().getFirst().toString()).contains(reason);
    }

    @Test
    void a_month_of_the_calendar_has_the_factors_of_thirty_days() {
        var month =
                CHECKOUT.replace(
                        "duration: 30d, isRolling: true",
                        "duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone:"
                                + " Europe/Berlin}");

        var slo = SloReader.read(Documents.set(1, GOOGLE_SHARE, month)).slos().getFirst();

        assertThat(slo.period())
                .isEqualTo(
                        new Period.Calendar(
                                LocalDateTime.parse("2026-01-01T00:00"),
                                1,
                                Period.Unit.MONTH,
                                ZoneId.of("Europe/Berlin")));
        assertThat(slo.policy().pairs())
                .extracting(BurnPair::factorMilli)
                .containsExactly(14_400L, 6_000L, 3_000L, 1_000L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [0.5, 1]                                    | BUDGET_50 false BUDGET_EXHAUSTED true
                    [{at: 0.8}, {at: 1}]                        | BUDGET_80 false BUDGET_EXHAUSTED true
                    [{at: 1, freezeDeployments: false}]         | BUDGET_EXHAUSTED false
                    """)
    void a_spent_budget_freezes_deployments_unless_told_otherwise(String steps, String expected) {
        var slo = CHECKOUT.replace("google-share", "demo");

        var read = SloReader.read(Documents.set(1, DEMO + "  budget: " + steps, slo));

        assertThat(
                        read.slos().getFirst().policy().budget().stream()
                                .map(step -> step.name() + " " + step.freezes())
                                .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void a_prometheus_indicator_is_known_by_its_own_name() {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, PROMETHEUS));

        var slo = read.slos().getFirst();
        assertThat(slo.sli()).isEqualTo("http-errors");
        assertThat(slo.parts().all().getFirst().goodCounted()).isFalse();
        assertThat(slo.budgetPpb()).isEqualTo(500_000);
        assertThat(slo.policy().name()).as("the default").isEqualTo("google-share");
        assertThat(PromQl.ratios(slo, 0.01, false, List.of(3_600_000L, 300_000L)))
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
                    Occurrences              | Timeslices                      | spec.objectives[0].timeSliceWindow: is missing
                    target: 0.999            | target: 0.999, timeSliceWindow: 1m | spec.objectives[0].timeSliceWindow: belongs to budgets of time slices
                    Occurrences              | Timeslice                       | spec.budgetingMethod: 'Timeslice' is unknown; did you mean 'Timeslices'?
                    isRolling: true          | calendar: {timeZone: UTC}       | spec.timeWindow[0].calendar.startTime: is missing
                    isRolling: true          | isRolling: false                | spec.timeWindow[0].isRolling: is false, and there is no calendar
                    isRolling: true          | isRolling: true, calendar: {}   | is true, but there is a calendar
                    isRolling: true          | calendar: {startTime: 2026-01-01, timeZone: UTC}             | '2026-01-01' is no date and time such as 2026-01-01 00:00:00
                    isRolling: true          | calendar: {startTime: '2026-02-30 00:00:00', timeZone: UTC}  | '2026-02-30 00:00:00' is on no calendar
                    isRolling: true          | calendar: {startTime: '2026-01-01 00:00:00', timeZone: Bonn} | spec.timeWindow[0].calendar.timeZone: 'Bonn' is no zone of the IANA database
                    duration: 30d, isRolling: true | duration: 12h, calendar: {startTime: '2026-01-01 00:00:00', timeZone: UTC} | spec.timeWindow[0].duration: '12h' is no calendar period
                    duration: 30d, isRolling: true | duration: 13M, calendar: {startTime: '2026-01-01 00:00:00', timeZone: UTC} | a calendar period is at most a year long
                    duration: 30d, isRolling: true | duration: 2d, calendar: {startTime: '2026-01-01 00:00:00', timeZone: UTC}  | the long window (3d) is longer than the period (2d)
                    duration: 30d            | duration: 1M                    | '1M' is no duration
                    duration: 30d            | duration: 90d                   | a period must lie between 1 hour and 31 days
                    duration: 30d            | duration: 2d                    | TICKET_SLOW: the long window (3d) is longer than the period (2d)
                    annotations: {tocsin.dev/burn-policy: google-share} | annotations: {tocsin.dev/burn-policy: mine} | there is no BurnPolicy 'mine'; there are google-share
                    annotations: { | annotations: {tocsin.dev/alpha: '2', | metadata.annotations: alpha is 2.0
                    annotations: { | annotations: {tocsin.dev/min-bad: many, | must be a number, not 'many'
                    service: checkout        | service: ''                     | spec.service: is blank
                    target: 0.999            | target: 0.999, op: lte          | spec.objectives[0].op: belongs to a threshold metric, not to a ratio
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
                    clearFor: 10s  | budget: [{at: 2}]       | spec.budget[0].at: a step of the budget lies between 1 % and 100 %
                    clearFor: 10s  | budget: [{freezeDeployments: true}] | spec.budget[0].at: is missing
                    clearFor: 10s  | budget: [{at: 0.5, freezeDeployments: true}] | deployments are frozen when the whole budget is spent, at 1
                    clearFor: 10s  | budget: [1, {at: 1}]    | a step of the budget is there twice
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
                .extracting(one -> one.slo().name())
                .containsExactly("checkout-availability", "checkout-strict");
        assertThat(catalog.of("checkout", "latency")).isEmpty();
        assertThat(catalog.of("pay", "availability")).isEmpty();
        assertThat(catalog.find("pay", "pay-errors")).isPresent();
        assertThat(catalog.find("checkout", "pay-errors")).isEmpty();
    }
}
