package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.Defaults;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What causes speak for, with actions as an operator writes them.
class EvidenceTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final String SCALE =
            "{mode: approve, when: {labels: {alertname: CpuHigh}, severities: [SEV2, SEV3]},"
                    + " parameters: {replicas: '6'}, cost: {now: 4 instances, after: 6 instances},"
                    + " run: {command: [/opt/scale, '{service}', '{parameter.replicas}']}}";
    private static final String RENEW =
            "{mode: approve, when: {labels: {alertname: CertificateExpires}, severities: [SEV4]},"
                    + " run: {command: [/opt/renew, '{service}']}}";

    private RemediationState state = RemediationState.of("checkout");

    @Test
    void saturation_speaks_for_more_instances() {
        open("i", Severity.SEV2, true);
        assertThat(fires(SCALE, "CpuHigh"))
                .containsExactly(State.PROPOSED, State.AWAITING_APPROVAL);

        var proposal = state.runs().getFirst().proposal();
        assertThat(proposal.evidence()).isEqualTo("alert/a fires with {alertname=CpuHigh}");
        assertThat(proposal.costAfter()).isEqualTo("6 instances");
        assertThat(proposal.plan()).contains("[\"/opt/scale\",\"checkout\",\"6\"]");
        assertThat(fires(SCALE, "CpuHigh")).as("once").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cpu-80, scale-out",
        "headroom-30, add-capacity",
        "memory-85, raise-memory-limit",
        "storage-70, grow-storage",
        "health-failing, restart-unhealthy",
        "pod-crash-loop, restart-crash-loop",
        "cert-30d, renew-certificate"
    })
    void each_rule_that_ships_speaks_for_its_own_action(String rule, String action) {
        var catalogue = Catalogue.of(new DefinitionSet(1, "d", NINE, Defaults.documents()));
        var rules = new Rules(catalogue, Keys.NONE, Optional.empty());
        var opened = new Input.Opened("i", NINE, Severity.SEV2, true);
        var known = RemediationDecision.decide(state, opened, NINE, rules).state();
        var labels = Map.of("rule", rule, "service", "checkout");
        var fired = new Input.Fired("i", "breach/b", true, labels);

        assertThat(RemediationDecision.decide(known, fired, NINE, rules).facts())
                .singleElement()
                .isInstanceOfSatisfying(
                        Fact.Moved.class,
                        moved -> {
                            assertThat(moved.run().proposal().action()).isEqualTo(action);
                            assertThat(moved.run().state()).isEqualTo(State.OBSERVED);
                        });
    }

    @Test
    void a_certificate_that_pages_nobody_is_renewed_all_the_same() {
        open("i", Severity.SEV4, false);
        assertThat(fires(RENEW, "CertificateExpires"))
                .containsExactly(State.PROPOSED, State.AWAITING_APPROVAL);
    }

    @Test
    void other_causes_severities_and_causes_that_ended_speak_for_nothing() {
        open("i", Severity.SEV2, true);
        assertThat(fires(SCALE, "MemoryHigh")).isEmpty();
        assertThat(fires(RENEW, "CertificateExpires")).isEmpty();
        var ended = new Input.Fired("i", "alert/a", false, Map.of("alertname", "CpuHigh"));
        assertThat(tell(SCALE, ended)).isEmpty();
    }

    @Test
    void nothing_speaks_for_what_only_people_propose() {
        open("i", Severity.SEV2, true);
        var people = SCALE.replace("labels: {alertname: CpuHigh}", "people: true");

        assertThat(fires(people, "CpuHigh")).isEmpty();
        var deployed = new Deployment("run-1", NINE, NINE, false, "2", "1", "");
        assertThat(tell(people, new Input.Deployed(deployed))).isEmpty();
    }

    @Test
    void where_a_deployment_is_asked_for_as_well_both_have_to_speak() {
        var both = SCALE.replace("when: {", "when: {deploymentWithin: 10m, ");
        open("i", Severity.SEV2, true);
        assertThat(fires(both, "CpuHigh")).isEmpty();
        var deployed = new Deployment("run-1", NINE, NINE, false, "2", "1", "");
        assertThat(tell(both, new Input.Deployed(deployed))).hasSize(2);
        assertThat(state.runs().getFirst().proposal().evidence())
                .startsWith("it began 0 s after 2 was deployed")
                .endsWith("alert/a fires with {alertname=CpuHigh}");
    }

    @Test
    void an_incident_that_pages_nobody_is_no_deployments_fault() {
        open("i", Severity.SEV2, false);
        var rollBack = SCALE.replace("labels: {alertname: CpuHigh}", "deploymentWithin: 10m");
        var deployed = new Deployment("run-1", NINE, NINE, false, "2", "1", "");
        assertThat(tell(rollBack, new Input.Deployed(deployed))).isEmpty();
    }

    private void open(String id, Severity severity, boolean pages) {
        assertThat(tell(SCALE, new Input.Opened(id, NINE, severity, pages))).isEmpty();
    }

    private List<State> fires(String spec, String name) {
        var labels = Map.of("alertname", name, "service", "checkout");
        return tell(spec, new Input.Fired("i", "alert/a", true, labels));
    }

    private List<State> tell(String spec, Input input) {
        var decision = RemediationDecision.decide(state, input, NINE, rules(spec));
        state = decision.state();
        return decision.facts().stream().map(fact -> ((Fact.Moved) fact).run().state()).toList();
    }

    private static Rules rules(String spec) {
        var documents =
                List.of(document("Action", spec), document("RemediationPolicy", "{mode: approve}"));
        var catalogue = Catalogue.of(new DefinitionSet(1, "d", Instant.EPOCH, documents));
        assertThat(catalogue.problems()).isEmpty();
        return new Rules(catalogue, Keys.NONE, Optional.empty());
    }

    private static Document document(String kind, String spec) {
        var yaml = "kind: %s\nmetadata: {name: one}\nspec: %s".formatted(kind, spec);
        return new Document(kind, "one", new YAMLMapper().readTree(yaml));
    }
}
