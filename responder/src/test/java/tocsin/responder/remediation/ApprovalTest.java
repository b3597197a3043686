package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// What counts as somebody's yes, and what does not.
class ApprovalTest {
    private final Remedies remedies = new Remedies();

    @Test
    void a_person_looks_at_a_proposal_and_approves_exactly_that() {
        remedies.outage();
        assertThat(remedies.states()).containsExactly(State.PROPOSED, State.AWAITING_APPROVAL);

        assertThat(remedies.approve("one")).isEqualTo("approved");
        assertThat(remedies.run().state()).isEqualTo(State.APPROVED);
        assertThat(remedies.run().approvals()).hasSize(1);
    }

    @Test
    void whatever_was_changed_after_it_was_signed_counts_for_nothing() {
        remedies.outage();
        var good = remedies.signed("one", remedies.run());
        List<UnaryOperator<Approval>> forgeries =
                List.of(
                        a -> with(a, "two", a.hash(), a.revision(), a.key(), a.signature()),
                        a -> with(a, a.approver(), "0".repeat(64), 1, a.key(), a.signature()),
                        a -> with(a, a.approver(), a.hash(), 2, a.key(), a.signature()),
                        a -> with(a, a.approver(), a.hash(), 1, "another", a.signature()),
                        a -> with(a, a.approver(), a.hash(), 1, a.key(), ""),
                        a -> with(a, a.approver(), a.hash(), 1, a.key(), "no Base64!"),
                        a -> later(a));
        for (var forgery : forgeries) {
            assertThat(remedies.tell(forgery.apply(good)))
                    .isEqualTo("nobody known has signed the approval");
            assertThat(remedies.run().state()).isEqualTo(State.AWAITING_APPROVAL);
        }
        assertThat(remedies.tell(good)).isEqualTo("approved");
    }

    @Test
    void a_signature_by_another_key_counts_for_nothing() {
        remedies.outage();
        var stranger = new Remedies();
        stranger.outage();

        assertThat(remedies.tell(stranger.signed("one", remedies.run())))
                .isEqualTo("nobody known has signed the approval");
    }

    @Test
    void of_two_people_at_once_the_second_is_told_so_and_nothing_begins_twice() {
        remedies.outage();
        var two = remedies.signed("two", remedies.run());
        assertThat(remedies.approve("one")).isEqualTo("approved");

        assertThat(remedies.tell(two)).isEqualTo("it is approved already");
        assertThat(remedies.states()).containsOnlyOnce(State.APPROVED);
    }

    @Test
    void the_same_action_once_more_changes_nothing() {
        remedies.outage();
        var yes = remedies.signed("one", remedies.run());
        assertThat(remedies.tell(yes)).isEqualTo("approved");
        assertThat(remedies.tell(yes)).isEmpty();
        assertThat(remedies.states()).containsOnlyOnce(State.APPROVED);
    }

    @Test
    void an_approval_after_the_proposal_expired_is_refused() {
        remedies.outage();
        remedies.wait(Duration.ofMinutes(15));
        assertThat(remedies.approve("one")).isEqualTo("it has expired");
        remedies.tell(new Input.Passed());
        assertThat(remedies.run().state()).isEqualTo(State.EXPIRED);
        assertThat(remedies.approve("one")).isEqualTo("it is expired already");
    }

    @Test
    void an_approval_that_lay_about_too_long_is_refused() {
        remedies.outage();
        var old = remedies.signed("one", remedies.run());
        remedies.wait(Duration.ofMinutes(14));
        var stale = remedies.sign(until(old, 60));

        assertThat(remedies.tell(stale)).isEqualTo("the approval is not valid now");
        assertThat(remedies.tell(old)).isEqualTo("approved");
    }

    @Test
    void an_incident_that_changed_since_has_to_be_looked_at_again() {
        remedies.outage();
        var before = remedies.signed("one", remedies.run());
        remedies.tell(new Input.Rated(Remedies.INCIDENT, Severity.SEV1));

        assertThat(remedies.tell(before))
                .isEqualTo("its incident has changed since; look at it again");
        assertThat(remedies.approve("one")).isEqualTo("approved");
    }

    @Test
    void a_proposal_whose_incident_is_over_is_cancelled() {
        remedies.outage();
        var late = remedies.signed("one", remedies.run());
        remedies.tell(new Input.Resolved(Remedies.INCIDENT));

        assertThat(remedies.run().state()).isEqualTo(State.CANCELLED);
        assertThat(remedies.tell(late)).isEqualTo("it is cancelled already");
    }

    @Test
    void something_destructive_takes_two_different_people() {
        remedies.destructive();
        remedies.outage();

        assertThat(remedies.approve("one")).isEqualTo("approved; 1 more has to approve it");
        assertThat(remedies.approve("one")).isEqualTo("one has approved it; another person has to");
        assertThat(remedies.run().state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(remedies.approve("two")).isEqualTo("approved");
        assertThat(remedies.run().approvals())
                .extracting(Approval::approver)
                .containsExactly("one", "two");
    }

    @Test
    void the_first_of_two_approvals_counts_only_as_long_as_it_is_valid() {
        remedies.destructive();
        remedies.outage();
        var early = remedies.sign(until(remedies.signed("one", remedies.run()), 60));
        assertThat(remedies.tell(early)).startsWith("approved; 1 more");
        remedies.wait(Duration.ofMinutes(2));

        assertThat(remedies.approve("two")).isEqualTo("approved; 1 more has to approve it");
    }

    @Test
    void approvals_from_before_the_incident_changed_do_not_add_up() {
        remedies.destructive();
        remedies.outage();
        assertThat(remedies.approve("one")).startsWith("approved; 1 more");
        remedies.tell(new Input.Rated(Remedies.INCIDENT, Severity.SEV1));

        assertThat(remedies.approve("two")).startsWith("approved; 1 more");
        assertThat(remedies.run().state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void nothing_is_approved_while_the_kill_switch_is_on() {
        remedies.outage();
        remedies.stop("a migration runs (one)");
        assertThat(remedies.approve("one"))
                .isEqualTo("remediation is stopped: a migration runs (one)");
        remedies.goOn();
        assertThat(remedies.approve("one")).isEqualTo("approved");
    }

    @Test
    void one_is_in_flight_on_a_target_and_few_begin_within_an_hour() {
        remedies.outage();
        assertThat(remedies.approve("one")).isEqualTo("approved");
        remedies.outage("checkout-2");
        assertThat(remedies.approve("one")).contains("is in flight on checkout");
        remedies.tell(new Input.Resolved("checkout-2"));
        var first = remedies.state().runs().getFirst().id();
        remedies.tell(new Input.Executed(first, false, Input.Result.FAILED, ""));

        for (int i = 0; i < 2; i++) {
            remedies.end();
            remedies.outage("checkout-" + (3 + i));
            assertThat(remedies.approve("one")).isEqualTo("approved");
        }
        remedies.end();
        remedies.outage("checkout-9");
        assertThat(remedies.approve("one"))
                .isEqualTo("3 were begun for checkout within an hour, and no more may be");
        remedies.wait(Duration.ofMinutes(70));
        remedies.tell(new Input.Passed());
        remedies.outage("checkout-10");
        assertThat(remedies.approve("one")).isEqualTo("approved");
    }

    @Test
    void a_proposal_that_was_declined_is_over() {
        remedies.outage();
        remedies.tell(new Input.Declined("a", remedies.run().id(), Remedies.INCIDENT, "one", "no"));

        assertThat(remedies.run().state()).isEqualTo(State.REJECTED);
        assertThat(remedies.approve("two")).isEqualTo("it is rejected already");
        assertThat(remedies.approve("three", "unknown"))
                .isEqualTo("there is no such remediation, or not any more");
    }

    @Test
    void the_policy_approves_beforehand_what_it_names_and_nothing_else() {
        remedies.auto(Severity.SEV2);
        remedies.outage();
        assertThat(remedies.states()).containsExactly(State.PROPOSED, State.APPROVED);
        assertThat(remedies.run().policy()).isEqualTo("default");

        var other = new Remedies();
        other.auto(Severity.SEV1);
        other.outage();
        assertThat(other.run().state()).isEqualTo(State.AWAITING_APPROVAL);

        var destructive = new Remedies();
        destructive.auto(Severity.SEV2);
        destructive.destructive();
        destructive.outage();
        assertThat(destructive.run().state()).isEqualTo(State.AWAITING_APPROVAL);

        var stopped = new Remedies();
        stopped.auto(Severity.SEV2);
        stopped.stop("no");
        stopped.outage();
        assertThat(stopped.run().state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void what_cannot_be_run_safely_is_only_observed() {
        remedies.version("--force");
        remedies.outage();
        assertThat(remedies.states()).containsExactly(State.OBSERVED);
        assertThat(remedies.reason()).contains("would be taken for an option");

        var unknown = new Remedies();
        unknown.version("");
        unknown.outage();
        assertThat(unknown.states()).containsExactly(State.OBSERVED);
        assertThat(unknown.reason()).contains("to is not known");
    }

    @Test
    void keys_are_read_from_pem_and_nothing_else() {
        assertThat(Keys.parse(remedies.pem()).byId()).hasSize(1);
        assertThat(Keys.parse(remedies.pem() + new Remedies().pem()).byId()).hasSize(2);
        assertThatThrownBy(() -> Keys.parse("no key"))
                .hasMessage("it is no Ed25519 public key in PEM");
    }

    private static Approval until(Approval a, long seconds) {
        return new Approval(
                a.action(),
                a.remediation(),
                a.hash(),
                a.revision(),
                a.approver(),
                a.at(),
                a.at().plusSeconds(seconds),
                a.key(),
                "");
    }

    private static Approval later(Approval a) {
        return new Approval(
                a.action(),
                a.remediation(),
                a.hash(),
                a.revision(),
                a.approver(),
                a.at(),
                a.validUntil().plusSeconds(600),
                a.key(),
                a.signature());
    }

    private static Approval with(
            Approval a, String approver, String hash, int revision, String key, String signature) {
        return new Approval(
                a.action(),
                a.remediation(),
                hash,
                revision,
                approver,
                a.at(),
                a.validUntil(),
                key,
                signature);
    }
}
