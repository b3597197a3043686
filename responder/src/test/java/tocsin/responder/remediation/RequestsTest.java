package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.util.Map;

/// What people may have proposed, and what becomes of it.
class RequestsTest {
    private static final Map<String, String> TO = Map.of("from", "2.14.0", "to", "2.12.0");

    private final Remedies remedies = new Remedies();

    @BeforeEach
    void incident() {
        remedies.tell(new Input.Opened(Remedies.INCIDENT, Remedies.NINE, Severity.SEV2));
    }

    @Test
    void what_a_person_asks_for_waits_for_another_person() {
        assertThat(remedies.ask("one", "r1", TO)).isEqualTo("another person has to approve it");

        assertThat(remedies.states()).containsExactly(State.PROPOSED, State.AWAITING_APPROVAL);
        var proposal = remedies.run().proposal();
        assertThat(proposal.requester()).isEqualTo("one");
        assertThat(proposal.evidence()).isEqualTo("one asks for it: it is the release");
        assertThat(proposal.parameters()).isEqualTo(TO);
        assertThat(proposal.plan()).contains("\"2.12.0\"");
        assertThat(remedies.approve("one")).isEqualTo("whoever asked for it cannot approve it");
        assertThat(remedies.approve("two")).isEqualTo("approved");
    }

    @Test
    void it_names_who_else_is_hit() {
        remedies.ask("one", "r1", TO);

        assertThat(remedies.run().proposal().blastRadius())
                .containsExactly("checkout", "shop", "web");
    }

    @Test
    void the_same_request_once_more_changes_nothing() {
        remedies.ask("one", "r1", TO);
        assertThat(remedies.ask("one", "r1", TO)).isEmpty();
        assertThat(remedies.ask("one", "r2", TO)).startsWith("the same is awaiting approval");

        assertThat(remedies.state().runs()).hasSize(1);
    }

    @Test
    void what_is_not_given_is_as_the_catalogue_says() {
        remedies.tell(
                new Input.Deployed(
                        new Deployment(
                                "run-1",
                                Remedies.NINE,
                                Remedies.NINE,
                                true,
                                "2.14.0",
                                "2.13.2",
                                "pipeline")));
        assertThat(remedies.ask("one", "r1", Map.of("to", "2.12.0")))
                .isEqualTo("from is not known");
        remedies.tell(
                new Input.Deployed(
                        new Deployment(
                                "run-2",
                                Remedies.NINE,
                                Remedies.NINE,
                                false,
                                "2.14.1",
                                "2.14.0",
                                "pipeline")));

        remedies.ask("one", "r2", Map.of("to", "2.12.0"));

        assertThat(remedies.run().proposal().parameters())
                .isEqualTo(Map.of("from", "2.14.1", "to", "2.12.0"));
    }

    @Test
    void what_makes_no_sense_is_refused_with_the_reason() {
        assertThat(remedies.ask("", "r1", TO)).startsWith("who asks for it and why");
        assertThat(remedies.ask("one", "r2", Map.of("as", "root")))
                .isEqualTo("it has no parameter of that name");
        assertThat(remedies.ask("one", "r3", Map.of("from", "a", "to", "a\nb")))
                .isEqualTo("to is blank, too long or holds control characters");
        assertThat(remedies.ask("one", "r4", Map.of("from", "a", "to", "--force")))
                .isEqualTo("'--force' would be taken for an option");
        assertThat(asked("checkout-9", "roll-back")).startsWith("there is no such incident");
        assertThat(asked(Remedies.INCIDENT, "reboot"))
                .isEqualTo("the catalogue has no such action; it has: roll-back");
        remedies.observe();
        assertThat(remedies.ask("one", "r5", TO)).startsWith("its mode is observe");

        assertThat(remedies.states()).isEmpty();
        assertThat(remedies.facts()).hasSize(7).allMatch(Fact.Refused.class::isInstance);
    }

    @Test
    void a_crowd_of_proposals_is_kept_off() {
        for (int i = 0; i < Requests.WAITING_MAX; i++) {
            remedies.ask("one", "r" + i, Map.of("from", "1." + i, "to", "1.0"));
        }
        assertThat(remedies.ask("one", "r99", TO)).isEqualTo("20 of its service wait already");
    }

    @Test
    void no_policy_approves_beforehand_what_a_person_asks_for() {
        remedies.auto(Severity.SEV2);
        remedies.ask("one", "r1", TO);

        assertThat(remedies.run().state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    private String asked(String incident, String action) {
        return remedies.tell(
                new Input.Asked("r", incident, action, Map.of(), "one", "it is the release"));
    }
}
