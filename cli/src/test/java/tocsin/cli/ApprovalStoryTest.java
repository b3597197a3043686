package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.schemas.RemediationKind.ACTION_REFUSED;
import static tocsin.schemas.RemediationKind.APPROVED;
import static tocsin.schemas.RemediationKind.AWAITING_APPROVAL;
import static tocsin.schemas.RemediationKind.CANCELLED;
import static tocsin.schemas.RemediationKind.EXPIRED;
import static tocsin.schemas.RemediationKind.PROPOSED;
import static tocsin.schemas.RemediationKind.ROLLED_BACK;
import static tocsin.schemas.RemediationKind.ROLLING_BACK;
import static tocsin.schemas.RemediationKind.RUNNING;
import static tocsin.schemas.RemediationKind.SUCCEEDED;
import static tocsin.schemas.RemediationKind.VERIFYING;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Message;
import tocsin.responder.ApprovalKey;
import tocsin.responder.RemediationRecords;
import tocsin.responder.remediation.Approval;
import tocsin.schemas.ActionKind;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.RemediationStep;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A deployment, the outage it made, the rollback that is proposed, and what people and the
/// executor make of it.
class ApprovalStoryTest {
    @TempDir private Path folder;
    private Pipeline pipeline;
    private RemediationCommand proposed;
    private Phones.Call asked;

    @BeforeEach
    void outage() {
        pipeline = new Pipeline(folder, StoryDefinitions.rollback(folder));
        pipeline.traffic(0, 20);
        pipeline.advance(Duration.ofSeconds(60));
        pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
        pipeline.advance(Duration.ofSeconds(30));
        pipeline.traffic(20, 20);
        pipeline.advance(Duration.ofSeconds(10));
        pipeline.expectPage("on-call", "phone");
        asked = pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
        pipeline.acknowledge("on-call");
        assertThat(kinds()).containsExactly(PROPOSED, AWAITING_APPROVAL);
        proposed = last();
    }

    @AfterEach
    void end() {
        pipeline.close();
    }

    @Test
    void whoever_is_on_call_is_asked_and_told_what_it_is_and_how_to_say_yes() {
        var message = asked.notification().message();

        assertThat(message.evidence())
                .startsWith("roll-back of ")
                .contains("waits for approval until 2026-01-05 09:1")
                .contains("(risk MEDIUM)");
        assertThat(message.details())
                .extracting(Message.Detail::name)
                .containsSubsequence("Action", "Why", "Risk", "Blast radius", "Until");
        assertThat(message.details().getLast().text())
                .isEqualTo(
                        "tocsin remediation approve %s --hash %s"
                                .formatted(
                                        proposed.getRemediation(),
                                        proposed.getHash().substring(0, 8)));
        assertThat(message.links().get("remediation"))
                .isEqualTo("http://tocsin/v1/remediations/" + proposed.getRemediation());
        assertThat(pipeline.verify().same()).isTrue();
    }

    @Test
    void what_fails_wakes_whoever_is_on_call_with_the_reason() {
        approve("one");
        tell(RemediationStep.RUN, RemediationResultKind.STARTED);
        tell(RemediationStep.RUN, RemediationResultKind.FAILED);

        var call = pipeline.phones().expect(Command.Kind.REMEDIATION_FAILED, "on-call", "phone");
        assertThat(call.notification().message().evidence())
                .matches("roll-back of .*: failed: it failed.*");
        assertThat(pipeline.verify().same()).isTrue();
    }

    @Test
    void a_person_approves_it_runs_it_helps_and_everybody_hears_that_it_is_over() {
        approve("one");
        assertThat(last().getAuthority().getApprovals()).hasSize(1);
        tell(RemediationStep.RUN, RemediationResultKind.STARTED);
        pipeline.traffic(0, 20);
        tell(RemediationStep.RUN, RemediationResultKind.DONE);
        pipeline.advance(Duration.ofMinutes(10));
        pipeline.expectResolved("on-call", "phone");

        assertThat(kinds())
                .containsExactly(
                        PROPOSED, AWAITING_APPROVAL, APPROVED, RUNNING, VERIFYING, SUCCEEDED);
        assertThat(pipeline.values(Topics.REMEDIATIONS))
                .extracting(record -> record.getEnvelope().getId())
                .doesNotHaveDuplicates();
        assertThat(pipeline.verify().same()).isTrue();
    }

    @Test
    void a_person_proposes_another_version_and_another_person_approves_it() {
        var request =
                Wire.proposal(
                        "request-1",
                        pipeline.now(),
                        proposed.getIncident(),
                        "one",
                        Map.of("to", "2.12.0"));
        pipeline.put(Topics.ACTIONS, request);
        pipeline.put(Topics.ACTIONS, request);
        assertThat(kinds())
                .containsExactly(PROPOSED, AWAITING_APPROVAL, PROPOSED, AWAITING_APPROVAL);
        proposed = last();
        pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
        assertThat(proposed.getAction()).isEqualTo("request-1");
        assertThat(proposed.getProposal().getParameters()).containsEntry("to", "2.12.0");
        pipeline.put(Topics.ACTIONS, Wire.approval(yes("own", "one", Pipeline.KEY), proposed));
        assertThat(last().getReason()).isEqualTo("whoever asked for it cannot approve it");

        approve("two");

        assertThat(last().getAuthority().getApprovals())
                .extracting(yes -> yes.getApprover())
                .containsExactly("two");
    }

    @Test
    void a_rollback_that_does_not_help_is_taken_back() {
        approve("one");
        tell(RemediationStep.RUN, RemediationResultKind.STARTED);
        tell(RemediationStep.RUN, RemediationResultKind.DONE);
        pipeline.advance(Duration.ofMinutes(15).plusSeconds(1));
        remindedToTellPeople();
        assertThat(last().getKind()).isEqualTo(ROLLING_BACK);
        assertThat(last().getAuthority().getApprovals()).hasSize(1);
        tell(RemediationStep.UNDO, RemediationResultKind.DONE);

        assertThat(last().getKind()).isEqualTo(ROLLED_BACK);
    }

    @Test
    void of_two_people_at_once_one_is_told_that_it_is_done() {
        var second = yes("action-2", "two", Pipeline.KEY);
        approve("one");
        pipeline.put(Topics.ACTIONS, Wire.approval(second, proposed));

        assertThat(kinds()).containsExactly(PROPOSED, AWAITING_APPROVAL, APPROVED, ACTION_REFUSED);
        assertThat(last().getAction()).isEqualTo("action-2");
        assertThat(last().getReason()).isEqualTo("it is approved already");
    }

    @Test
    void a_proposal_expires_and_an_approval_just_after_is_refused() {
        var late = yes("action-1", "one", Pipeline.KEY);
        pipeline.advance(Duration.ofMinutes(15));
        // It was raised meanwhile: people have to look again.
        pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
        remindedToTellPeople();
        pipeline.put(Topics.ACTIONS, Wire.approval(late, proposed));

        assertThat(kinds())
                .startsWith(PROPOSED, AWAITING_APPROVAL)
                .endsWith(EXPIRED, ACTION_REFUSED);
    }

    @Test
    void what_was_shown_before_the_severity_changed_has_to_be_looked_at_again() {
        var before = yes("action-1", "one", Pipeline.KEY);
        pipeline.advance(Duration.ofSeconds(2));
        int revision = pipeline.values(Topics.INCIDENTS).getLast().getRevision();
        pipeline.act(
                ActionKind.SET_SEVERITY,
                "two",
                action -> action.setSeverity("SEV3").setRevision(revision));
        pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
        pipeline.put(Topics.ACTIONS, Wire.approval(before, proposed));
        assertThat(last().getKind()).isEqualTo(ACTION_REFUSED);
        assertThat(last().getReason())
                .isEqualTo("its incident has changed since; look at it again");

        proposed = waiting();
        approve("one");
        assertThat(pipeline.verify().differences()).isEmpty();
    }

    @Test
    void an_incident_that_is_over_meanwhile_takes_its_proposal_along() {
        var late = yes("action-1", "one", Pipeline.KEY);
        pipeline.traffic(0, 20);
        pipeline.advance(Duration.ofMinutes(10));
        pipeline.expectResolved("on-call", "phone");
        pipeline.put(Topics.ACTIONS, Wire.approval(late, proposed));

        assertThat(kinds()).containsExactly(PROPOSED, AWAITING_APPROVAL, CANCELLED, ACTION_REFUSED);
    }

    @Test
    void whoever_may_write_to_every_topic_but_has_no_key_moves_nothing() {
        var forger = ApprovalKey.parse(ApprovalKey.generate());
        pipeline.put(Topics.ACTIONS, Wire.approval(yes("action-1", "one", forger), proposed));
        var good = yes("action-2", "one", Pipeline.KEY);
        pipeline.put(
                Topics.ACTIONS,
                Wire.approval(
                        new Approval(
                                good.action(),
                                good.remediation(),
                                good.hash(),
                                good.revision(),
                                "two",
                                good.at(),
                                good.validUntil(),
                                good.key(),
                                good.signature()),
                        proposed));
        tell(RemediationStep.RUN, RemediationResultKind.DONE);

        assertThat(kinds())
                .containsExactly(PROPOSED, AWAITING_APPROVAL, ACTION_REFUSED, ACTION_REFUSED);
    }

    @Test
    void the_kill_switch_holds_at_once() {
        pipeline.stopRemediation(Optional.of("migration (one)"));
        pipeline.put(Topics.ACTIONS, Wire.approval(yes("action-1", "one", Pipeline.KEY), proposed));
        assertThat(last().getReason()).isEqualTo("remediation is stopped: migration (one)");

        pipeline.stopRemediation(Optional.empty());
        approve("two");
    }

    @Test
    void without_an_executor_an_approval_comes_to_an_end_by_itself() {
        approve("one");
        pipeline.advance(Duration.ofMinutes(4));
        assertThat(last().getKind()).isEqualTo(EXPIRED);
    }

    private void remindedToTellPeople() {
        pipeline.phones().expect(Command.Kind.UPDATE_DUE, "on-call", "phone");
    }

    private void approve(String person) {
        pipeline.put(
                Topics.ACTIONS,
                Wire.approval(yes("yes-of-" + person, person, Pipeline.KEY), proposed));
        assertThat(last().getKind()).isEqualTo(APPROVED);
    }

    private Approval yes(String action, String person, ApprovalKey key) {
        return key.sign(
                new Approval(
                        action,
                        proposed.getRemediation(),
                        RemediationRecords.proposal(proposed).hash(),
                        proposed.getRevision(),
                        person,
                        pipeline.now(),
                        pipeline.now().plus(Duration.ofMinutes(15)),
                        "",
                        ""));
    }

    private void tell(RemediationStep step, RemediationResultKind kind) {
        pipeline.put(
                Topics.REMEDIATION_RESULTS,
                Wire.result(proposed.getRemediation(), step, kind, pipeline.now()));
    }

    private RemediationCommand last() {
        return pipeline.values(Topics.REMEDIATIONS).getLast();
    }

    private RemediationCommand waiting() {
        return pipeline.values(Topics.REMEDIATIONS).stream()
                .filter(record -> record.getKind() == AWAITING_APPROVAL)
                .toList()
                .getLast();
    }

    private List<RemediationKind> kinds() {
        return pipeline.values(Topics.REMEDIATIONS).stream()
                .map(RemediationCommand::getKind)
                .toList();
    }
}
