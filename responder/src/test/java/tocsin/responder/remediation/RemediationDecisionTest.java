package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Severity;
import tocsin.runtime.definitions.DefinitionSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class RemediationDecisionTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Catalogue ROLL_BACK =
            catalogue(7, action("roll-back", Set.of(), Severity.SEV2));
    private static final Input INCIDENT = new Input.Opened("checkout-1", NINE, Severity.SEV2);

    private RemediationState state = RemediationState.of("checkout");

    @Test
    void an_incident_soon_after_a_deployment_speaks_for_a_rollback() {
        tell(deployed("run-812", -4));

        assertThat(tell(INCIDENT))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(proposal.incident()).isEqualTo("checkout-1");
                    assertThat(proposal.target()).isEqualTo("checkout");
                    assertThat(proposal.parameters())
                            .isEqualTo(Map.of("to", "v-before", "from", "v-run-812"));
                    assertThat(proposal.undo()).isEqualTo("deploy v-run-812");
                    assertThat(proposal.evidence())
                            .isEqualTo(
                                    "it began 4 min after v-run-812 was deployed by pipeline"
                                            + " (run-812)");
                    assertThat(proposal.definitions()).isEqualTo(7);
                    assertThat(proposal.expiresAt()).isEqualTo(NINE.plusSeconds(900));
                });
    }

    @Test
    void it_is_proposed_once_whichever_is_told_first() {
        assertThat(tell(INCIDENT)).isEmpty();
        assertThat(tell(deployed("run-812", -4))).hasSize(1);
        assertThat(tell(deployed("run-812", -3))).isEmpty();
        assertThat(tell(new Input.Rated("checkout-1", Severity.SEV1))).isEmpty();
    }

    @Test
    void a_deployment_that_is_old_later_or_rolled_back_speaks_for_nothing() {
        tell(deployed("old", -30));
        tell(deployed("later", 1));
        assertThat(tell(INCIDENT)).isEmpty();

        tell(deployed("back", -5));
        state = RemediationState.of("checkout");
        tell(deployed("back", -5));
        tell(rolledBack("back", -1));
        assertThat(tell(INCIDENT)).isEmpty();
    }

    @Test
    void an_incident_in_the_middle_of_a_deployment_is_after_its_beginning() {
        tell(deployed("slow", -90));
        tell(deployed("slow", 5));

        assertThat(tell(INCIDENT))
                .singleElement()
                .satisfies(proposal ->
                        assertThat(proposal.evidence()).startsWith("it began while v-slow was"));
    }

    @Test
    void a_severity_that_the_action_is_not_for_waits_until_it_is_raised() {
        tell(deployed("run-812", -4));
        assertThat(tell(new Input.Opened("checkout-1", NINE, Severity.SEV3))).isEmpty();
        assertThat(tell(new Input.Rated("checkout-1", Severity.SEV2))).hasSize(1);
    }

    @Test
    void a_resolved_incident_and_another_service_get_nothing() {
        tell(INCIDENT);
        tell(new Input.Resolved("checkout-1"));
        assertThat(tell(deployed("run-812", -4))).isEmpty();

        var other = catalogue(1, action("x", Set.of("cart"), Severity.SEV2));
        tell(INCIDENT);
        assertThat(
                        RemediationDecision.decide(
                                        state, deployed("run-813", -4), NINE, rules(other))
                                .facts())
                .isEmpty();
    }

    @Test
    void the_same_is_decided_twice_and_what_is_shown_is_bound_by_its_hash() {
        tell(deployed("run-812", -4));
        var again = proposals(RemediationDecision.decide(state, INCIDENT, NINE, rules(ROLL_BACK)));
        var one = tell(INCIDENT);

        assertThat(one).isEqualTo(again);
        assertThat(one.getFirst().hash()).hasSize(64).isEqualTo(again.getFirst().hash());
        state = RemediationState.of("checkout");
        tell(deployed("run-813", -4));
        assertThat(tell(INCIDENT).getFirst().hash()).isNotEqualTo(one.getFirst().hash());
    }

    @Test
    void foreign_text_with_braces_is_put_in_as_it_stands() {
        var hostile =
                new Deployment("c", NINE, NINE, false, "{incident}$1\\", "{previousVersion}", "");
        tell(new Input.Deployed(hostile));

        assertThat(tell(INCIDENT).getFirst().parameters())
                .isEqualTo(Map.of("from", "{incident}$1\\", "to", "{previousVersion}"));
    }

    @Test
    void what_is_remembered_has_limits() {
        for (int i = 0; i < 100; i++) {
            tell(deployed("run-" + i, i));
            tell(new Input.Opened("checkout-" + i, NINE.minus(Duration.ofDays(9)), Severity.SEV1));
        }

        assertThat(state.deployments()).hasSize(RemediationState.DEPLOYMENTS_MAX);
        assertThat(state.deployments().getLast().change()).isEqualTo("run-99");
        assertThat(state.incidents()).hasSize(RemediationState.INCIDENTS_MAX);
        tell(deployed("much-later", 2 * 24 * 60));
        assertThat(state.deployments()).hasSize(1);
    }

    /// What one would do with all inputs ever at hand, compared after every one of them.
    @Test
    void random_sequences_decide_as_a_naive_reference_does() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            state = RemediationState.of("checkout");
            var reference = new Reference();
            for (int i = 0; i < 30; i++) {
                var input = any(random);
                assertThat(tell(input).stream().map(RemediationDecisionTest::text))
                        .as("seed %d, run %d, input %d: %s", seed, run, i, input)
                        .isEqualTo(reference.tell(input));
            }
        }
    }

    @Test
    void messages_of_one_deployment_and_one_incident_may_come_in_any_order() {
        var inputs =
                new ArrayList<>(
                        List.of(
                                deployed("run-812", -8),
                                deployed("run-812", -4),
                                INCIDENT,
                                deployed("run-700", -300)));
        var random = new Random(4);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(inputs, random);
            state = RemediationState.of("checkout");
            var all = new ArrayList<Proposal>();
            inputs.forEach(input -> all.addAll(tell(input)));
            assertThat(all)
                    .singleElement()
                    .satisfies(proposal ->
                            assertThat(proposal.parameters()).containsEntry("from", "v-run-812"));
        }
    }

    private List<Proposal> tell(Input input) {
        var decision = RemediationDecision.decide(state, input, NINE, rules(ROLL_BACK));
        state = decision.state();
        return proposals(decision);
    }

    private static List<Proposal> proposals(RemediationDecision decision) {
        return decision.facts().stream().map(fact -> ((Fact.Moved) fact).run().proposal()).toList();
    }

    private static Rules rules(Catalogue catalogue) {
        return new Rules(catalogue, Keys.NONE, Optional.empty());
    }

    private static Catalogue catalogue(long version, Action action) {
        return new Catalogue(
                version,
                List.of(action),
                RemediationPolicy.NONE,
                List.of(),
                Rulebook.of(DefinitionSet.EMPTY),
                List.of());
    }

    private static String text(Proposal proposal) {
        return proposal.incident() + " " + proposal.parameters().get("from");
    }

    private static Input any(Random random) {
        var id = "checkout-" + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 ->
                    new Input.Opened(
                            // An id is opened once.
                            "checkout-" + random.nextInt(1_000_000),
                            NINE.plus(MINUTE.multipliedBy(random.nextInt(60))),
                            random.nextBoolean() ? Severity.SEV2 : Severity.SEV3);
            case 1 -> new Input.Opened(id, NINE, Severity.SEV3);
            case 2 -> new Input.Rated(id, random.nextBoolean() ? Severity.SEV2 : Severity.SEV1);
            case 3 -> new Input.Resolved(id);
            case 4 -> rolledBack("run-" + random.nextInt(4), random.nextInt(60));
            default -> deployed("run-" + random.nextInt(4), random.nextInt(120) - 60);
        };
    }

    private static Input deployed(String change, int minutes) {
        var at = NINE.plus(MINUTE.multipliedBy(minutes));
        return new Input.Deployed(
                new Deployment(change, at, at, false, "v-" + change, "v-before", "pipeline"));
    }

    private static Input rolledBack(String change, int minutes) {
        var at = NINE.plus(MINUTE.multipliedBy(minutes));
        return new Input.Deployed(
                new Deployment(change, at, at, true, "v-" + change, "v-before", "pipeline"));
    }

    private static Action action(String name, Set<String> services, Severity severity) {
        return new Action(
                name,
                "Roll back",
                new Trigger(Duration.ofMinutes(30), Map.of()),
                Set.of(severity, Severity.SEV1),
                services,
                "{service}",
                Map.of("from", "{version}", "to", "{previousVersion}"),
                Risk.MEDIUM,
                false,
                "",
                "",
                "it is well again",
                "deploy {version}",
                Execution.NONE);
    }

    /// Keeps every input and looks through all of them each time.
    private static final class Reference {
        private final List<Input> inputs = new ArrayList<>();
        private final Set<String> done = new HashSet<>();

        List<String> tell(Input input) {
            inputs.add(input);
            var found = new ArrayList<String>();
            openAt().forEach((id, index) -> {
                var opened = (Input.Opened) inputs.get(index);
                var culprit = culprit(opened.at());
                if (pages(opened, index) && culprit != null && done.add(id + " " + index)) {
                    found.add(id + " v-" + culprit);
                }
            });
            return found;
        }

        /// The open incidents, each with the index of the input that opened it.
        private Map<String, Integer> openAt() {
            var open = new LinkedHashMap<String, Integer>();
            for (int i = 0; i < inputs.size(); i++) {
                switch (inputs.get(i)) {
                    case Input.Opened(var id, _, _, _) -> open.putIfAbsent(id, i);
                    case Input.Resolved(var id) -> open.remove(id);
                    default -> {}
                }
            }
            return open;
        }

        private boolean pages(Input.Opened opened, int index) {
            var severity = opened.severity();
            for (var input : inputs.subList(index, inputs.size())) {
                if (input instanceof Input.Rated(var id, var to) && id.equals(opened.id())) {
                    severity = to;
                }
            }
            return severity.pages();
        }

        private String culprit(Instant openedAt) {
            String best = null;
            Instant bestTo = Instant.MIN;
            boolean bestBack = false;
            for (int i = 0; i < 4; i++) {
                var change = "run-" + i;
                var told =
                        inputs.stream()
                                .filter(Input.Deployed.class::isInstance)
                                .map(each -> ((Input.Deployed) each).deployment())
                                .filter(deployment -> deployment.change().equals(change))
                                .toList();
                if (told.isEmpty()) {
                    continue;
                }
                var from = told.stream().map(Deployment::from).min(Instant::compareTo).get();
                var to = told.stream().map(Deployment::to).max(Instant::compareTo).get();
                boolean recent =
                        !from.isAfter(openedAt)
                                && to.isAfter(openedAt.minus(MINUTE.multipliedBy(30)));
                if (recent && !to.isBefore(bestTo)) {
                    best = change;
                    bestTo = to;
                    bestBack = told.stream().anyMatch(Deployment::back);
                }
            }
            return bestBack ? null : best;
        }
    }
}
