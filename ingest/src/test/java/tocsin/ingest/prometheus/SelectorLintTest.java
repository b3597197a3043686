package tocsin.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.runtime.definitions.Finding;

import java.util.List;

class SelectorLintTest {
    private static final String BAD = "requests{code=~\"5..\"}";

    @Test
    void one_name_for_two_things_would_mix_them() {
        assertThat(
                        findings(
                                Slos.bad("a", "x", BAD, "requests"),
                                Slos.bad("a", "x", BAD, "requests")))
                .isEmpty();
        assertThat(findings(Slos.bad("a", "x", BAD, "requests"), Slos.bad("b", "x", BAD, "other")))
                .isEmpty();
        assertThat(findings(Slos.bad("a", "x", BAD, "requests"), Slos.bad("a", "x", BAD, "other")))
                .containsExactly(
                        "SLO/slo-1: spec: indicator 'x' of service 'a' selects other series than in"
                                + " SLO/slo-0; give it another name");
    }

    @Test
    void a_selector_that_cannot_be_used_is_named_with_its_place() {
        assertThat(findings(Slos.bad("a", "x", BAD, "sum(requests)")))
                .containsExactly(
                        "SLO/slo-0: spec.indicator.spec.ratioMetric.total.metricSource.spec.query:"
                            + " only a plain series selector is supported at character 3, before"
                            + " '(requests)'");
    }

    @Test
    void each_child_of_a_composite_selects_for_itself() {
        var composite =
                "{\"service\":\"a\",\"objectives\":[%s,%s]}"
                        .formatted(
                                Slos.bad("a", "x", BAD, "requests"),
                                Slos.bad("a", "y", BAD, "sum(requests)"));

        assertThat(findings(composite))
                .singleElement()
                .asString()
                .startsWith("SLO/slo-0: spec.objectives[1].indicator.spec.ratioMetric.total");
        assertThat(findings(composite.replace("sum(requests)", "requests"))).isEmpty();
    }

    @Test
    void rules_of_one_indicator_are_fed_with_the_same() {
        var memory = Slos.fed("memory", "{\"gauge\":\"used\",\"every\":\"15s\"}");

        assertThat(fed(memory, memory)).isEmpty();
        assertThat(fed(memory, memory.replace("15s", "30s")))
                .containsExactly(
                        "Rule/rule-1: spec: indicator 'memory' selects other series than in"
                                + " Rule/rule-0; give it another name");
        assertThat(fed(memory.replace("15s", "2h")))
                .containsExactly("Rule/rule-0: spec.prometheus.every: must lie between 1s and 1h");
        assertThat(fed(memory.replace("used", "max(used)")))
                .singleElement()
                .asString()
                .startsWith("Rule/rule-0: spec.prometheus.gauge: only a plain series selector");
        assertThat(fed(memory.replace("\"every\"", "\"limit\":0,\"every\"")))
                .containsExactly("Rule/rule-0: spec.prometheus.limit: must lie above 0");
        assertThat(
                        fed(
                                memory.replace("{\"sli\"", "{\"enabled\":false,\"sli\"")
                                        .replace("15s", "x")))
                .isEmpty();
    }

    private static List<String> fed(String... specs) {
        return new SelectorLint()
                .check(Slos.rules(1, specs)).stream().map(Finding::toString).toList();
    }

    private static List<String> findings(String... specs) {
        return new SelectorLint()
                .check(Slos.set(1, specs)).stream().map(Finding::toString).toList();
    }
}
