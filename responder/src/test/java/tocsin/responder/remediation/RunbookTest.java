package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a runbook says about a cause becomes a proposal.
class RunbookTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String RUNBOOK =
            """
            {url: "https://wiki.example.com/cpu", services: [checkout], tiers: [0],
             when: {labels: {slo: latency}, severities: [SEV2]},
             actions: [{action: scale, parameters: {replicas: "8"}}]}
            """;

    private RemediationState state = RemediationState.of("checkout");

    @Test
    void a_breach_of_the_slo_that_it_names_proposes_its_action_with_its_parameters() {
        assertThat(breached(RUNBOOK, Severity.SEV2, "latency"))
                .containsExactly(State.PROPOSED, State.AWAITING_APPROVAL);

        var proposal = state.runs().getFirst().proposal();
        assertThat(proposal.parameters()).isEqualTo(Map.of("replicas", "8"));
        assertThat(proposal.plan()).contains("\"8\"");
        assertThat(proposal.requester()).isEmpty();
        assertThat(proposal.evidence())
                .isEqualTo(
                        "runbook one (https://wiki.example.com/cpu): breach/b fires with"
                                + " {slo=latency}");
    }

    @Test
    void it_is_proposed_once_and_goes_before_what_the_action_says_of_itself() {
        assertThat(breached(RUNBOOK.replace("latency", "memory"), Severity.SEV2, "memory"))
                .hasSize(2);
        assertThat(state.runs().getFirst().proposal().parameters()).containsEntry("replicas", "8");

        assertThat(breached(RUNBOOK, Severity.SEV2, "memory")).isEmpty();
    }

    @Test
    void other_causes_severities_services_and_tiers_are_none_of_its_business() {
        assertThat(breached(RUNBOOK, Severity.SEV2, "availability")).isEmpty();
        assertThat(breached(RUNBOOK, Severity.SEV3, "latency")).isEmpty();
        assertThat(breached(RUNBOOK.replace("checkout", "cart"), Severity.SEV2, "latency"))
                .isEmpty();
        assertThat(breached(RUNBOOK.replace("[0]", "[1]"), Severity.SEV2, "latency")).isEmpty();
        assertThat(
                        breached(
                                RUNBOOK.replace("services: [checkout], tiers: [0],", "")
                                        .replace(", severities: [SEV2]", ""),
                                Severity.SEV3,
                                "latency"))
                .hasSize(2);
    }

    @Test
    void people_are_led_to_the_runbook_of_what_fires() {
        var fires = Map.of("breach/b", Map.of("slo", "latency"));
        var other = Map.of("breach/b", Map.of("slo", "memory"));
        var nowhere = RUNBOOK.replaceFirst("url: [^,]+, *", "");

        assertThat(address(RUNBOOK, fires)).contains("https://wiki.example.com/cpu");
        assertThat(address(RUNBOOK, other)).isEmpty();
        assertThat(address(nowhere, fires)).isEmpty();
    }

    private static Optional<String> address(
            String runbook, Map<String, Map<String, String>> firing) {
        var incident = new OpenIncident("i", NINE, Severity.SEV2, true, List.of(), firing);
        return Catalogue.of(set(runbook)).address("checkout", incident);
    }

    @Test
    void a_binding_that_nothing_answers_to_is_found_by_check() {
        assertThat(findings(RUNBOOK)).isEmpty();
        assertThat(findings(RUNBOOK.replace("action: scale", "action: scael")))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message())
                                .startsWith("the catalogue has no such action"));
        assertThat(findings(RUNBOOK.replace("replicas", "count")))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).isEqualTo("scale has no such parameter"));
        assertThat(findings(RUNBOOK.replace("https://wiki", "javascript:alert")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.pointer()).isEqualTo("/spec/url"));
    }

    private List<State> breached(String runbook, Severity severity, String slo) {
        state = state.runs().isEmpty() ? RemediationState.of("checkout") : state;
        var states = new ArrayList<State>();
        for (var input :
                List.of(
                        new Input.Opened("i", NINE, severity),
                        new Input.Fired("i", "breach/b", true, Map.of("slo", slo)))) {
            var rules = new Rules(Catalogue.of(set(runbook)), Keys.NONE, Optional.empty());
            var decision = RemediationDecision.decide(state, input, NINE, rules);
            state = decision.state();
            decision.facts().forEach(fact -> states.add(((Fact.Moved) fact).run().state()));
        }
        return states;
    }

    private static List<Finding> findings(String runbook) {
        return new RemediationLint().check(set(runbook));
    }

    private static DefinitionSet set(String runbook) {
        return new DefinitionSet(
                1,
                "d",
                Instant.EPOCH,
                List.of(
                        document("Service", "checkout", "{tier: 0}"),
                        document(
                                "Action",
                                "scale",
                                """
                                {mode: approve, when: {labels: {slo: memory}},
                                 parameters: {replicas: "6"},
                                 run: {command: [/opt/scale, "{parameter.replicas}"]}}
                                """),
                        document("RemediationPolicy", "default", "{mode: approve}"),
                        document("Runbook", "one", runbook)));
    }

    private static Document document(String kind, String name, String spec) {
        return new Document(kind, name, new YAMLMapper().readTree("spec: " + spec.strip()));
    }
}
