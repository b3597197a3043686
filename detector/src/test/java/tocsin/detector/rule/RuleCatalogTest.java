package tocsin.detector.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import java.util.List;

class RuleCatalogTest {
    private static final String RULE =
            """
            kind: Rule
            metadata: {name: errors}
            spec:
              sli: availability
              class: DEGRADED
              tiers: [0, 1]
              when: [{over: 1m, above: 0.01}]
              for: 2m
              guards: {minBad: 3, minTotal: 10}
              overrides:
                - {services: [legacy], when: [{over: 5m, atLeast: 0.2, clear: 0.1}]}
                - {services: [old], enabled: false}
                - {tiers: [0], class: PAGE_FAST, for: 10s}
            """;
    private static final String TIERS =
            """
            kind: Service
            metadata: {name: shop, annotations: {tocsin.dev/tier: "0"}}
            """;
    private static final String UNIMPORTANT =
            """
            kind: Service
            metadata: {name: wiki}
            spec: {tier: 3}
            """;

    @Test
    void a_rule_is_for_the_services_and_tiers_it_names() {
        var catalog = catalog(RULE, TIERS, UNIMPORTANT);

        assertThat(catalog.findings()).isEmpty();
        assertThat(catalog.of("checkout", "availability"))
                .containsExactly(
                        new Rule(
                                "errors",
                                "availability",
                                new Measure.Events(),
                                "DEGRADED",
                                List.of(
                                        new Condition.Share(
                                                60_000,
                                                10_000_000,
                                                false,
                                                9_000_000,
                                                new Guards(3, 10))),
                                120_000,
                                60_000,
                                60_000,
                                0));
        assertThat(catalog.of("checkout", "latency")).isEmpty();
        assertThat(catalog.of("wiki", "availability")).isEmpty();
        assertThat(catalog.find("wiki", "errors")).isEmpty();
    }

    @Test
    void the_first_override_that_matches_counts() {
        var catalog = catalog(RULE, TIERS);

        assertThat(catalog.find("legacy", "errors"))
                .get()
                .satisfies(rule -> {
                    assertThat(rule.thresholds()).isEqualTo("over 5m atLeast 0.2");
                    assertThat(rule.forMillis()).isEqualTo(120_000);
                    assertThat(rule.clearForMillis()).isEqualTo(60_000);
                });
        assertThat(catalog.find("old", "errors")).isEmpty();
        assertThat(catalog.find("shop", "errors"))
                .get()
                .satisfies(rule -> {
                    assertThat(rule.facet()).isEqualTo("PAGE_FAST");
                    assertThat(rule.forMillis()).isEqualTo(10_000);
                    assertThat(rule.thresholds()).isEqualTo("over 1m above 0.01");
                });
    }

    @Test
    void a_document_replaces_the_built_in_rule_of_its_name_or_switches_it_off() {
        var builtIn = Documents.set(1, RULE).documents();
        var off = "kind: Rule\nmetadata: {name: errors}\nspec: {enabled: false}\n";
        var broken = RULE.replace("above: 0.01", "above: 7");

        assertThat(over(builtIn, RULE.replace("0.01", "0.5")).find("a", "errors"))
                .get()
                .extracting(Rule::thresholds)
                .isEqualTo("over 1m above 0.5");
        assertThat(over(builtIn, off).of("a", "availability")).isEmpty();
        assertThat(over(builtIn, broken).of("a", "availability")).hasSize(1);
        assertThat(over(builtIn, broken).findings()).isNotEmpty();
    }

    @Test
    void a_rule_may_stand_back_where_an_slo_counts() {
        var rule = RULE.replace("sli: avail", "unlessSlo: true\n  sli: avail");
        var catalog =
                new RuleCatalog(
                        Documents.set(1, rule),
                        List.of(),
                        (service, sli) -> service.equals("pay") && sli.equals("availability"));

        assertThat(catalog.of("pay", "availability")).isEmpty();
        assertThat(catalog.of("checkout", "availability")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    above: 0.01 | above: 1 | when[0].above: a share lies between 0 and 1
                    above: 0.01 | atLeast: 0 | when[0].atLeast: a share lies between 0 and 1
                    above: 0.01 | above: 0.01, clear: 0.02 | must not be above the threshold
                    above: 0.01 | atLeast: 0.01, clear: 0.01 | must not be above the threshold
                    above: 0.01 | bad: 0 | must lie between 1 and
                    above: 0.01 | bad: 1.5 | when[0].bad: Rounding necessary
                    above: 0.01 | above: 0.01, bad: 3 | needs one of above, atLeast and bad
                    above: 0.01 | clear: 0.01 | needs one of above, atLeast and bad
                    above: 0.01 | above: 1e999999 | must be a finite number
                    above: 0.01 | above: 12345 | no share is 12345
                    over: 1m | over: 5s | a window must lie between 10s and 31d, not 5s
                    over: 1m | over: 32d | a window must lie between 10s and 31d, not 32d
                    for: 2m | for: 2d | for: must be a day at most
                    DEGRADED | DEGRADE | did you mean 'DEGRADED'?
                    tiers: [0, 1] | tiers: [4] | is 4, tiers are 0 to 3
                    minBad: 3 | minBad: 0 | must lie between 1 and
                    sli: avail | slo: avail | spec.sli: is missing
                    when: [{over: 1m, above: 0.01}] | when: [] | it would never fire
                    """)
    void what_could_not_be_meant_is_refused_with_its_place(
            String good, String bad, String complaint) {
        assertThat(new RuleLint().check(Documents.set(1, RULE.replace(good, bad))))
                .extracting(Finding::toString)
                .anySatisfy(
                        text -> assertThat(text).startsWith("Rule/errors: ").contains(complaint));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {timeAbove: 0.8}            | above: 0.01  | ''
                    {mean: true}                | above: 1.5   | ''
                    {down: true}                | bad: 3       | ''
                    {reasons: [CrashLoopBackOff]} | above: 0.01 | ''
                    {eventsAbove: 0.5}          | above: 0.01  | ''
                    {mean: false}               | above: 0.01  | measure.mean: is false
                    {mean: true, down: true}    | above: 0.01  | needs one of timeAbove, mean
                    {reasons: []}               | above: 0.01  | measure.reasons: is empty
                    {timeAbove: -1}             | above: 0.01  | must lie between 0 and
                    {timeAbove: 0.8}            | above: 1.5   | a share lies between 0 and 1
                    {mean: true}                | bad: 3       | of gauges time is counted
                    """)
    void a_rule_says_what_is_bad(String measure, String threshold, String complaint) {
        var rule =
                RULE.replace("class: DEGRADED", "class: DEGRADED\n  measure: " + measure)
                        .replace("above: 0.01", threshold)
                        .replace("guards: {minBad: 3, minTotal: 10}", "minEpisode: 1m");

        var findings = new RuleLint().check(Documents.set(1, rule));

        assertThat(findings.toString()).contains(complaint);
        assertThat(findings.isEmpty()).isEqualTo(complaint.isEmpty());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    rate: true | over: 2m, belowBaseline: 0.5, clear: 0.7 | {baselineRps: 1} | ''
                    percentile: 99.9 | over: 5m, aboveBaseline: 2, floor: 0.1 | {minTotal: 5} | ''
                    percentile: 99 | over: 6m, aboveBaseline: 2 | {} | between 10s and 5m, not 6m
                    rate: true | over: 61m, aboveBaseline: 2 | {} | between 10s and 1h, not 61m
                    rate: true | over: 2m, above: 0.5 | {} | needs one of aboveBaseline and below
                    down: true | over: 2m, aboveBaseline: 2 | {} | only a measure of rate or
                    rate: true | over: 2m, aboveBaseline: 1 | {} | must lie above 1
                    rate: true | over: 2m, belowBaseline: 1 | {} | must lie between 0 and 1
                    rate: true | over: 2m, belowBaseline: 0.5, clear: 0.4 | {} | not be below
                    rate: true | over: 2m, aboveBaseline: 2, clear: 3 | {} | not be above the
                    rate: true | over: 2m, belowBaseline: 0.5, floor: 1 | {} | only for above
                    rate: true | over: 2m, aboveBaseline: 1e9 | {} | no factor is 1
                    percentile: 100 | over: 2m, aboveBaseline: 2 | {} | must lie between 0 and 100
                    percentile: 99.99 | over: 2m, aboveBaseline: 2 | {} | Rounding necessary
                    rate: true | over: 2m, aboveBaseline: 2 | {minBad: 1} | there are none
                    percentile: 99 | over: 2m, aboveBaseline: 2 | {baselineRps: 1} | for a rate
                    down: true | over: 2m, bad: 2 | {baselineDays: 1} | only for a rate or a
                    rate: true | over: 2m, aboveBaseline: 2 | {baselineDays: 8} | between 0 and 7
                    rate: true | over: 2m, aboveBaseline: 2 | {poissonAlpha: 0} | must lie between
                    """)
    void a_baseline_is_asked_for_in_these_words(
            String measure, String condition, String guards, String complaint) {
        var rule =
                RULE.substring(0, RULE.indexOf("  overrides"))
                        .replace(
                                "class: DEGRADED",
                                "class: DEGRADED\n  measure: {%s}".formatted(measure))
                        .replace("over: 1m, above: 0.01", condition)
                        .replace("{minBad: 3, minTotal: 10}", guards);

        var findings = new RuleLint().check(Documents.set(1, rule));

        assertThat(findings.toString()).contains(complaint);
        assertThat(findings.isEmpty()).as(findings.toString()).isEqualTo(complaint.isEmpty());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    expiry: daysLeft | {within: 30d}, {within: 1d, class: PAGE_FAST} | ''
                    monthToDate: true | {spent: 0.5}, {spent: 1.0, class: TICKET_FAST} | ''
                    expiry: days | {within: 30d} | is unknown; there are daysLeft
                    expiry: daysLeft | {within: 400d} | must lie between 1m and 366d
                    expiry: daysLeft | {within: 1d}, {within: 30d} | the steps must rise
                    expiry: daysLeft | {spent: 0.5} | when[0].within: is missing
                    monthToDate: true | {spent: 1}, {spent: 1} | the steps must rise
                    monthToDate: true | {spent: 0} | must lie above 0
                    monthToDate: true | {spent: 1, class: WORSE} | when[0].class
                    rate: true | {within: 3d} | is only for a measure of expiry
                    """)
    void steps_are_asked_for_in_these_words(String measure, String when, String complaint) {
        var rule =
                RULE.substring(0, RULE.indexOf("  guards"))
                        .replace(
                                "class: DEGRADED",
                                "class: DEGRADED\n  measure: {%s}".formatted(measure))
                        .replace("{over: 1m, above: 0.01}", when);

        var findings = new RuleLint().check(Documents.set(1, rule));

        assertThat(findings.toString()).contains(complaint);
        assertThat(findings.isEmpty()).as(findings.toString()).isEqualTo(complaint.isEmpty());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}              | over: 1m, above: 0.1 | {total: t, bad: b} | ''
                    {}              | over: 1m, above: 0.1 | {total: t, good: g, service: job} | ''
                    {mean: true}    | over: 1m, above: 0.1 | {gauge: g, every: 15s, limit: 8} | ''
                    {down: true}    | over: 1m, above: 0.1 | {state: up} | ''
                    {rate: true}    | over: 1m, aboveBaseline: 2 | {total: t} | ''
                    {}              | over: 1m, above: 0.1 | {total: t} | needs one of good and bad
                    {}              | over: 1m, above: 0.1 | {bad: b} | needs total
                    {}              | over: 1m, above: 0.1 | {total: t, good: g, bad: b} | needs one
                    {}              | over: 1m, above: 0.1 | {gauge: g} | it takes total, good, bad
                    {mean: true}    | over: 1m, above: 0.1 | {state: up} | it takes gauge
                    {mean: true}    | over: 1m, above: 0.1 | {} | needs gauge
                    {down: true}    | over: 1m, above: 0.1 | {state: up, limit: 2} | only for a gauge
                    {eventsAbove: 1} | over: 1m, above: 0.1 | {total: t} | good is the bucket
                    """)
    void what_feeds_a_rule_fits_its_measure(
            String measure, String condition, String source, String complaint) {
        var rule =
                RULE.substring(0, RULE.indexOf("  guards"))
                        .replace(
                                "class: DEGRADED",
                                "class: DEGRADED\n  prometheus: %s%s"
                                        .formatted(
                                                source,
                                                measure.equals("{}")
                                                        ? ""
                                                        : "\n  measure: " + measure))
                        .replace("over: 1m, above: 0.01", condition);

        var findings = new RuleLint().check(Documents.set(1, rule));

        assertThat(findings.toString()).contains(complaint);
        assertThat(findings.isEmpty()).as(findings.toString()).isEqualTo(complaint.isEmpty());
    }

    @Test
    void counters_of_good_events_are_known_as_such() {
        var rule = RULE.replace("  tiers:", "  prometheus: {total: t, good: g}\n  tiers:");

        assertThat(catalog(rule).goodCounted("availability")).isTrue();
        assertThat(catalog(RULE).goodCounted("availability")).isFalse();
    }

    @Test
    void a_baseline_stands_alone() {
        var rule =
                RULE.replace("class: DEGRADED", "class: DEGRADED\n  measure: {rate: true}")
                        .replace(
                                "[{over: 1m, above: 0.01}]",
                                "[{over: 1m, aboveBaseline: 2}, {over: 2m, aboveBaseline: 2}]");

        assertThat(new RuleLint().check(Documents.set(1, rule)).toString())
                .contains("one condition is all there may be");
    }

    @Test
    void guards_of_time_are_refused() {
        var rule = RULE.replace("class: DEGRADED", "class: DEGRADED\n  measure: {mean: true}");

        assertThat(new RuleLint().check(Documents.set(1, rule)))
                .extracting(Finding::message)
                .anySatisfy(message -> assertThat(message).contains("leave them out"));
    }

    private static RuleCatalog catalog(String... documents) {
        return over(List.of(), documents);
    }

    private static RuleCatalog over(List<Document> builtIn, String... documents) {
        return new RuleCatalog(Documents.set(1, documents), builtIn, (_, _) -> false);
    }
}
