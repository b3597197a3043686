package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.Defaults;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class CatalogueTest {
    @Test
    void the_defaults_observe() {
        var catalogue =
                Catalogue.of(new DefinitionSet(3, "d", Instant.EPOCH, Defaults.documents()));

        assertThat(catalogue.problems()).isEmpty();
        assertThat(catalogue.version()).isEqualTo(3);
        assertThat(catalogue.actions())
                .allSatisfy(action -> assertThat(action.execution().mode()).isEqualTo(Mode.OBSERVE))
                .extracting(Action::name)
                .containsExactly(
                        "roll-back",
                        "scale-out",
                        "add-capacity",
                        "raise-memory-limit",
                        "grow-storage",
                        "restart-unhealthy",
                        "restart-crash-loop",
                        "renew-certificate",
                        "shift-traffic",
                        "stop-traffic",
                        "restore-backup",
                        "fail-over");
        assertThat(catalogue.actions().getFirst())
                .satisfies(action -> {
                    assertThat(action.when().deploymentWithin()).isEqualTo(Duration.ofMinutes(30));
                    assertThat(action.severities())
                            .containsExactlyInAnyOrder(Severity.SEV1, Severity.SEV2);
                    assertThat(action.services()).isEmpty();
                    assertThat(action.parameters())
                            .isEqualTo(Map.of("from", "{version}", "to", "{previousVersion}"));
                });
    }

    @Test
    void an_action_may_leave_out_everything() {
        var action = read("{}").actions().getFirst();

        assertThat(action.title()).isEqualTo("act");
        assertThat(action.target()).isEqualTo("{service}");
        assertThat(action.risk()).isEqualTo(Risk.MEDIUM);
        assertThat(action.undo()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {mode: auto}                        | spec.mode: needs 'run'
                    {mode: never}                       | spec.mode: 'never' is unknown
                    {run: {command: []}}                | has 1 to 50 arguments
                    {run: {command: [deploy]}}          | the whole path of a program
                    {run: {command: ['/b/{service}']}}  | the whole path of a program
                    {run: {command: [/b, '{version}']}} | {version} stands for nothing
                    {run: {}}                           | is one of command, webhook and kubernetes
                    {run: {shell: ls}}                  | is one of command, webhook and kubernetes
                    {run: {webhook: {}}}                | spec.run.webhook.endpoint: is missing
                    {run: {webhook: {endpoint: d, payload: {a: '{b}'}}}} | {b} stands for nothing
                    {run: {kubernetes: {do: delete}}}   | spec.run.kubernetes.do: 'delete' is unknown
                    {run: {kubernetes: {do: undo, kind: StatefulSet}}} | only a Deployment keeps
                    {run: {kubernetes: {do: scale, kind: DaemonSet}}} | one replica on each node
                    {run: {kubernetes: {do: restart, replicas: '3'}}} | spec.run.kubernetes.replicas: is for 'do: scale' only
                    {run: {kubernetes: {do: restart}}}  | spec.run.kubernetes.namespace: is missing
                    {runWithin: 0s}                     | longer than 0
                    {verifyWithin: 7h}                  | at most 6h
                    {when: {deploymentWithin: soon}}    | spec.when.deploymentWithin:
                    {when: {deploymentWithin: 0s}}      | longer than 0
                    {when: {deploymentWithin: 25h}}     | at most 24h
                    {when: {labels: {}}}                | has 1 to 20 labels
                    {when: {people: true, labels: {a: b}}} | spec.when.people: goes with neither
                    {when: {severities: [SEV9]}}        | spec.when.severities[0]: 'SEV9' is no severity
                    {services: checkout}                | spec.services: must be a list
                    {target: ''}                        | spec.target: is blank
                    {target: '{host}'}                  | {host} stands for nothing
                    {parameters: [1]}                   | spec.parameters: must be an object
                    {parameters: {to: 7}}               | spec.parameters.to: must be text
                    {risk: HUGE}                        | spec.risk: 'HUGE' is unknown
                    {destructive: maybe}                | spec.destructive: must be true or false
                    {cost: {now: 3}}                    | spec.cost.now: must be text
                    """)
    void what_makes_no_sense_is_not_used_and_told(String spec, String problem) {
        var catalogue = read(spec);

        assertThat(catalogue.actions()).isEmpty();
        assertThat(catalogue.problems())
                .singleElement()
                .satisfies(told ->
                        assertThat(told.toString()).startsWith("Action/act: ").contains(problem));
    }

    private static Catalogue read(String spec) {
        JsonNode body =
                new YAMLMapper().readTree("kind: Action\nmetadata: {name: act}\nspec: " + spec);
        var document = new Document("Action", "act", body);
        return Catalogue.of(new DefinitionSet(1, "d", Instant.EPOCH, List.of(document)));
    }
}
