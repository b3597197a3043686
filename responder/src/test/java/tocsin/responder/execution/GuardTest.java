package tocsin.responder.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;
import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.Proposal;
import tocsin.responder.remediation.Remedies;
import tocsin.responder.remediation.Risk;
import tocsin.responder.remediation.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the executor runs, and what somebody who may write to every topic cannot make it run.
class GuardTest {
    private static final Limits LIMITS =
            new Limits(Set.of("/opt/deploy"), Set.of("roll-back/checkout"));

    private final Remedies remedies = new Remedies();
    private final Ledger ledger = new Ledger();
    private Order good;

    @BeforeEach
    void approve() {
        remedies.outage();
        remedies.approve("one");
        good = Orders.of(remedies.run(), false);
    }

    @Test
    void what_was_approved_is_run_as_it_was_shown() {
        assertThat(judge(good))
                .isEqualTo(
                        new Verdict.Go(
                                new Step.Command(List.of("/opt/deploy", "checkout", "2.13.2")),
                                Duration.ofMinutes(5)));
    }

    @Test
    void nothing_is_run_without_a_valid_approval() {
        assertThat(judge(with(good.proposal(), good.hash(), 1, List.of(), "")))
                .isEqualTo(new Verdict.Refuse("0 valid approvals, and it needs 1"));
        var stranger = new Remedies();
        stranger.outage();
        assertThat(
                        judge(
                                with(
                                        good.proposal(),
                                        good.hash(),
                                        1,
                                        List.of(stranger.signed("one", remedies.run())),
                                        "")))
                .isInstanceOf(Verdict.Refuse.class);
        assertThat(judge(with(good.proposal(), good.hash(), 2, good.approvals(), "")))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void an_approval_of_one_thing_runs_no_other() {
        var other = new Remedies();
        other.version("6.6.6");
        other.outage();
        var forged = other.run().proposal();
        assertThat(judge(with(forged, forged.hash(), 1, good.approvals(), "")))
                .isEqualTo(new Verdict.Refuse("0 valid approvals, and it needs 1"));
        assertThat(judge(with(forged, good.hash(), 1, good.approvals(), "")))
                .isEqualTo(new Verdict.Refuse("it is not what the catalogue says"));
    }

    @Test
    void a_plan_that_the_catalogue_does_not_have_is_refused_even_if_somebody_approved_it() {
        var plan = good.proposal().plan().replace("/opt/deploy", "/bin/sh");
        var forged = changed(good.proposal(), plan, good.proposal().approvers());
        assertThat(judge(with(forged, forged.hash(), 1, good.approvals(), "")))
                .isEqualTo(new Verdict.Refuse("it is not what the catalogue says"));
    }

    @Test
    void something_destructive_takes_two_whatever_the_record_says() {
        var two = new Remedies();
        two.destructive();
        two.outage();
        two.approve("one");
        var forged = changed(two.run().proposal(), two.run().proposal().plan(), 1);
        var order =
                new Order(
                        two.run().proposal(),
                        false,
                        two.run().proposal().hash(),
                        1,
                        two.run().approvals(),
                        "",
                        two.now().plusSeconds(60));
        assertThat(judge(order, two.catalogue(), two, Set.of(), LIMITS, Optional.empty()))
                .isEqualTo(new Verdict.Refuse("1 valid approvals, and it needs 2"));
        assertThat(forged.hash()).isNotEqualTo(order.hash());
        two.approve("two");
        assertThat(
                        judge(
                                Orders.of(two.run(), false),
                                two.catalogue(),
                                two,
                                Set.of(),
                                LIMITS,
                                Optional.empty()))
                .isInstanceOf(Verdict.Go.class);
    }

    @Test
    void it_is_run_once() {
        ledger.read(Told.of(good, Told.Kind.STARTED, remedies.now(), ""));
        assertThat(judge(good)).isEqualTo(new Verdict.Skip("it is STARTED already"));
    }

    @Test
    void it_is_run_in_time_or_not_at_all() {
        var late = new Remedies();
        late.outage();
        late.approve("one");
        var order = Orders.of(late.run(), false);
        late.wait(Duration.ofMinutes(3));
        assertThat(judge(order, late.catalogue(), late, Set.of(), LIMITS, Optional.empty()))
                .isInstanceOf(Verdict.Skip.class);
        // Whoever writes a later time into the record has no approval for it.
        late.wait(Duration.ofMinutes(20));
        var forged =
                new Order(
                        order.proposal(),
                        false,
                        order.hash(),
                        1,
                        order.approvals(),
                        "",
                        late.now().plusSeconds(60));
        assertThat(judge(forged, late.catalogue(), late, Set.of(), LIMITS, Optional.empty()))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void the_kill_switch_a_busy_target_and_the_allow_list_hold() {
        assertThat(judge(good, remedies.catalogue(), remedies, Set.of(), LIMITS, Optional.of("no")))
                .isEqualTo(new Verdict.Refuse("remediation is stopped: no"));
        assertThat(
                        judge(
                                good,
                                remedies.catalogue(),
                                remedies,
                                Set.of("checkout"),
                                LIMITS,
                                Optional.empty()))
                .isEqualTo(new Verdict.Refuse("something runs on checkout"));
        var nothing = new Limits(Set.of(), Set.of());
        assertThat(judge(good, remedies.catalogue(), remedies, Set.of(), nothing, Optional.empty()))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void a_policy_needs_the_executors_own_word_and_has_its_limit() {
        var auto = new Remedies();
        auto.auto(Severity.SEV2);
        auto.outage();
        var order = Orders.of(auto.run(), false);
        assertThat(order.approvals()).isEmpty();
        assertThat(judge(order, auto.catalogue(), auto, Set.of(), LIMITS, Optional.empty()))
                .isInstanceOf(Verdict.Go.class);
        var closed = new Limits(LIMITS.programs(), Set.of());
        assertThat(judge(order, auto.catalogue(), auto, Set.of(), closed, Optional.empty()))
                .isInstanceOf(Verdict.Refuse.class);
        assertThat(judge(order)).isInstanceOf(Verdict.Refuse.class);
        for (int i = 0; i < 3; i++) {
            ledger.read(
                    new Told(
                            new RunId("other-" + i, false),
                            "checkout",
                            "",
                            Told.Kind.DONE,
                            "",
                            auto.now(),
                            "",
                            auto.now(),
                            null,
                            0,
                            null,
                            ""));
        }
        assertThat(judge(order, auto.catalogue(), auto, Set.of(), LIMITS, Optional.empty()))
                .isEqualTo(new Verdict.Refuse("3 were begun within an hour"));
    }

    @Test
    void only_what_was_run_here_is_taken_back() {
        var undo = Orders.of(remedies.run(), true);
        assertThat(judge(undo)).isInstanceOf(Verdict.Refuse.class);
        var started = Told.of(good, Told.Kind.STARTED, remedies.now(), "");
        ledger.read(started);
        ledger.read(started.then(Told.Kind.DONE, remedies.now(), "", null));
        assertThat(judge(undo))
                .isEqualTo(
                        new Verdict.Go(
                                new Step.Command(List.of("/opt/deploy", "checkout", "2.14.0")),
                                Duration.ofMinutes(5)));
    }

    private Verdict judge(Order order) {
        return judge(order, remedies.catalogue(), remedies, Set.of(), LIMITS, Optional.empty());
    }

    private Verdict judge(
            Order order,
            Catalogue catalogue,
            Remedies whose,
            Set<String> busy,
            Limits limits,
            Optional<String> stopped) {
        return new Guard(Optional.of(catalogue), whose.keys(), limits, stopped, ledger, busy)
                .judge(order, whose.now());
    }

    private Order with(
            Proposal proposal, String hash, int revision, List<Approval> approvals, String policy) {
        Instant by = remedies.now().plusSeconds(60);
        return new Order(proposal, false, hash, revision, approvals, policy, by);
    }

    private static Proposal changed(Proposal p, String plan, int approvers) {
        return new Proposal(
                p.id(),
                p.service(),
                p.incident(),
                p.action(),
                p.definitions(),
                p.target(),
                Map.copyOf(p.parameters()),
                plan,
                p.requester(),
                p.evidence(),
                Risk.LOW,
                p.destructive(),
                p.costNow(),
                p.costAfter(),
                p.blastRadius(),
                p.verification(),
                p.undo(),
                approvers,
                p.expiresAt());
    }
}
