package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Documents.GOOGLE_SHARE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class CompositeReaderTest {
    private static final String EVENTS =
            """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: shop
              annotations: {a: b}
            spec:
              service: checkout
              budgetingMethod: Occurrences
              timeWindow: [{duration: 30d, isRolling: true}]
              objectives:
                - target: 0.99
                  compositeWeight: 1.5
                  indicatorRef: pay
                - targetPercent: 99
                  compositeWeight: 0.5
                  indicator:
                    metadata: {name: search}
                    spec:
                      ratioMetric:
                        bad: {metricSource: {type: prometheus, spec: {query: errors}}}
                        total: {metricSource: {type: prometheus, spec: {query: requests}}}
            """
                    .replace("targetPercent: 99", "target: 0.990");

    private static final String PAY =
            """
            apiVersion: openslo/v1
            kind: SLI
            metadata: {name: pay}
            spec:
              ratioMetric:
                good: {metricSource: {type: prometheus, spec: {query: 'ok{a="b"}'}}}
                total: {metricSource: {type: prometheus, spec: {query: payments}}}
            """;

    private static final String SLICES =
            EVENTS.replace("Occurrences", "Timeslices")
                    .replace(
                            "compositeWeight: 1.5",
                            "timeSliceTarget: 0.95\n      timeSliceWindow: 1m")
                    .replace(
                            "compositeWeight: 0.5",
                            "timeSliceTarget: 0.9\n      timeSliceWindow: 1m");

    private static Slo read(String document) {
        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, PAY, document));
        assertThat(read.findings()).isEmpty();
        return read.slos().getFirst();
    }

    @Test
    void events_count_by_weight_in_the_smallest_whole_numbers() {
        var slo = read(EVENTS);

        assertThat(slo.parts().operator()).isEqualTo(Parts.Operator.SUM);
        assertThat(slo.parts().all()).extracting(Part::sli).containsExactly("pay", "search");
        assertThat(slo.parts().all()).extracting(Part::weight).containsExactly(3, 1);
        assertThat(slo.parts().all()).extracting(Part::goodCounted).containsExactly(true, false);
        assertThat(slo.budgeting()).isEqualTo(new Budgeting.Occurrences(3));
        assertThat(slo.sli()).isEmpty();
    }

    @Test
    void the_query_for_prometheus_adds_the_children_up() {
        assertThat(PromQl.ratios(read(EVENTS), 0.1, false, List.of(300_000L)))
                .isEqualTo(
                        "(3 * ((sum(rate(payments[5m])) or vector(0))"
                                + " - (sum(rate(ok{a=\"b\"}[5m])) or vector(0)))"
                                + " + (sum(rate(errors[5m])) or vector(0)))"
                                + " / (3 * (sum(rate(payments[5m])) or vector(0))"
                                + " + (sum(rate(requests[5m])) or vector(0))) > 0.1");
    }

    @Test
    void each_child_judges_its_slices_by_a_target_of_its_own() {
        var slo = read(SLICES);

        assertThat(slo.parts().operator()).isEqualTo(Parts.Operator.ANY_BAD);
        assertThat(slo.parts().all())
                .extracting(part -> ((Budgeting.Slices) part.budgeting()).targetPpb())
                .containsExactly(950_000_000L, 900_000_000L);
        assertThat(slo.children()).extracting(Slo::series).doesNotHaveDuplicates();
    }

    @Test
    void ratios_of_slices_are_weighed() {
        var ratios =
                EVENTS.replace("Occurrences", "RatioTimeslices")
                        .replace(
                                "compositeWeight: ",
                                "timeSliceWindow: 1m\n      compositeWeight: ");

        assertThat(read(ratios).parts().operator()).isEqualTo(Parts.Operator.WEIGHTED);
        assertThat(read(ratios.replace("{a: b}", "{tocsin.dev/composite: sum}")).parts().operator())
                .isEqualTo(Parts.Operator.SUM);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {a: b}               | {tocsin.dev/composite: max}      | 'max' is unknown; there are any-bad, sum, weighted
                    {a: b}               | {tocsin.dev/composite: any-bad}  | judges time slices; say budgetingMethod: Timeslices, or take sum
                    {a: b}               | {tocsin.dev/composite: weighted} | is a mean over time slices; say budgetingMethod: RatioTimeslices, or take sum
                    target: 0.990        | target: 0.98                     | spec.objectives[1]: has another target than objectives[0]; a composite has one for all
                    compositeWeight: 0.5 | compositeWeight: 0               | spec.objectives[1].compositeWeight: must be above 0
                    compositeWeight: 0.5 | compositeWeight: -1              | spec.objectives[1].compositeWeight: must be above 0
                    compositeWeight: 0.5 | compositeWeight: 1001            | at most 1000
                    compositeWeight: 0.5 | compositeWeight: 0.0001          | spec.objectives[1].compositeWeight: has more than three decimals
                    compositeWeight: 0.5 | timeSliceWindow: 1m              | has another timeSliceWindow than objectives[0]
                    indicatorRef: pay    | displayName: pay                 | spec.objectives[0]: needs either indicator or indicatorRef
                    indicatorRef: pay    | indicatorRef: play               | there is no SLI 'play'; did you mean 'pay'?
                    metadata: {name: search} | metadata: {name: pay}        | spec.objectives[1]: counts 'pay', as objectives[0] does
                    type: prometheus, spec: {query: errors}   | type: tocsin, spec: {service: cart, sli: search} | is 'cart', but the SLO is of 'checkout'
                    service: checkout    | `service: checkout\n  indicatorRef: pay` | spec.indicatorRef: stands beside the indicators of objectives
                    """)
    void what_makes_no_sense_is_named_with_the_reason(String text, String instead, String reason) {
        assertThat(EVENTS).contains(text);
        var broken = EVENTS.replace(text, instead.replace("\\n", "\n"));

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, PAY, broken));

        assertThat(read.slos()).isEmpty();
        assertThat(read.findings()).hasSize(1);
        assertThat(read.findings().getFirst().toString()).contains(reason);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    timeSliceTarget: 0.9  | timeSliceTarget: 1.1             | spec.objectives[1].timeSliceTarget: must lie above 0
                    timeSliceTarget: 0.95 | timeSliceTarget: 0.95, compositeWeight: 2 | any-bad weighs nothing; leave compositeWeight out
                    {a: b}                | {tocsin.dev/composite: sum}      | has another timeSliceTarget than objectives[0]
                    """)
    void slices_that_make_no_sense_are_named_with_the_reason(
            String text, String instead, String reason) {
        assertThat(SLICES).contains(text);
        var broken =
                SLICES.replaceFirst(
                        java.util.regex.Pattern.quote(text) + "(?=\\n|$)",
                        instead.replace(", ", "\n      "));

        var read = SloReader.read(Documents.set(1, GOOGLE_SHARE, PAY, broken));

        assertThat(read.slos()).isEmpty();
        assertThat(read.findings()).hasSize(1);
        assertThat(read.findings().getFirst().toString()).contains(reason);
    }

    @Test
    void a_single_indicator_stands_in_the_spec() {
        var single = EVENTS.substring(0, EVENTS.indexOf("    - target: 0.990"));

        assertThat(SloReader.read(Documents.set(1, GOOGLE_SHARE, PAY, single)).findings())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains(
                        "has 1 entries; a composite has 2 to 20, and a single indicator stands in"
                                + " spec");
    }

    @Test
    void only_composites_have_an_operator() {
        var slo =
                Documents.CHECKOUT.replace(
                        "{tocsin.dev/", "{tocsin.dev/composite: sum, tocsin.dev/");

        assertThat(SloReader.read(Documents.set(1, GOOGLE_SHARE, slo)).findings())
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("belongs to objectives with indicators of their own");
    }

    @Test
    void samples_of_each_child_find_the_composite() {
        var catalog = new SloCatalog(Documents.set(1, GOOGLE_SHARE, PAY, EVENTS));

        assertThat(catalog.of("checkout", "pay").getFirst().part()).isZero();
        assertThat(catalog.of("checkout", "search").getFirst().part()).isEqualTo(1);
        assertThat(catalog.all()).hasSize(1);
    }
}
