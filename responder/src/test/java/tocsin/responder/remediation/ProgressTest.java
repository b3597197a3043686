package tocsin.responder.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.remediation.Input.Result;

import java.time.Duration;

/// From an approval to the end.
class ProgressTest {
    private final Remedies remedies = new Remedies();

    @BeforeEach
    void approve() {
        remedies.outage();
        remedies.approve("one");
    }

    @Test
    void it_runs_helps_and_is_done() {
        remedies.executed(Result.STARTED);
        remedies.executed(Result.DONE);
        assertThat(remedies.run().state()).isEqualTo(State.VERIFYING);
        remedies.tell(new Input.Resolved(Remedies.INCIDENT));

        assertThat(remedies.states())
                .containsExactly(
                        State.PROPOSED,
                        State.AWAITING_APPROVAL,
                        State.APPROVED,
                        State.RUNNING,
                        State.VERIFYING,
                        State.SUCCEEDED);
        assertThat(remedies.state().nextDue()).isEmpty();
    }

    @Test
    void what_does_not_help_in_time_is_taken_back() {
        ran();
        pass(Duration.ofMinutes(15).minusMillis(1));
        assertThat(remedies.run().state()).isEqualTo(State.VERIFYING);
        pass(Duration.ofMillis(1));
        assertThat(remedies.run().state()).isEqualTo(State.ROLLING_BACK);
        assertThat(remedies.reason()).isEqualTo("what fired still does after 15 min");
        remedies.undone(Result.STARTED);
        remedies.undone(Result.DONE);
        assertThat(remedies.run().state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void what_fires_no_more_has_helped_although_its_incident_is_still_watched() {
        ran();
        remedies.tell(new Input.Fired(Remedies.INCIDENT, "breach/b1", false));
        pass(Duration.ofMinutes(15));
        assertThat(remedies.run().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void an_undo_that_fails_is_refused_or_never_comes_is_told() {
        for (var result : new Result[] {Result.FAILED, Result.REFUSED, Result.OUTCOME_UNKNOWN}) {
            var one = rollingBack();
            one.undone(result);
            assertThat(one.run().state()).isEqualTo(State.ROLLBACK_FAILED);
        }
        var silent = rollingBack();
        silent.wait(Duration.ofMinutes(17));
        silent.tell(new Input.Passed());
        assertThat(silent.run().state()).isEqualTo(State.ROLLBACK_FAILED);
    }

    @Test
    void what_cannot_be_taken_back_fails() {
        var one = new Remedies();
        one.notUndoable();
        one.outage();
        one.approve("one");
        one.executed(Result.DONE);
        one.wait(Duration.ofMinutes(15));
        one.tell(new Input.Passed());
        assertThat(one.run().state()).isEqualTo(State.FAILED);
        assertThat(one.reason()).endsWith("it cannot be taken back");
    }

    @Test
    void without_an_executor_it_expires_and_one_that_falls_silent_is_told_of() {
        pass(Duration.ofMinutes(3));
        assertThat(remedies.run().state()).isEqualTo(State.EXPIRED);

        var silent = new Remedies();
        silent.outage();
        silent.approve("one");
        silent.executed(Result.STARTED);
        silent.wait(Duration.ofMinutes(15));
        silent.tell(new Input.Passed());
        assertThat(silent.run().state()).isEqualTo(State.FAILED);
        assertThat(silent.reason()).contains("fallen silent");
    }

    @Test
    void results_that_nobody_waits_for_change_nothing() {
        remedies.undone(Result.DONE);
        assertThat(remedies.run().state()).isEqualTo(State.APPROVED);
        remedies.executed(Result.REFUSED);
        assertThat(remedies.run().state()).isEqualTo(State.FAILED);
        remedies.executed(Result.STARTED);
        remedies.executed(Result.DONE);
        remedies.tell(new Input.Executed("unknown", false, Result.DONE, ""));
        assertThat(remedies.run().state()).isEqualTo(State.FAILED);
    }

    @Test
    void a_result_before_anybody_approved_counts_for_nothing() {
        var forged = new Remedies();
        forged.outage();
        forged.executed(Result.STARTED);
        forged.executed(Result.DONE);
        assertThat(forged.run().state()).isEqualTo(State.AWAITING_APPROVAL);
    }

    @Test
    void ended_ones_are_forgotten_in_the_end_and_open_ones_never() {
        for (int i = 0; i < 100; i++) {
            remedies.outage("checkout-x" + i);
            remedies.wait(Duration.ofMinutes(16));
            remedies.tell(new Input.Passed());
        }
        assertThat(remedies.state().runs()).hasSize(RemediationState.ENDED_RUNS_KEPT);
    }

    private void ran() {
        remedies.executed(Result.STARTED);
        remedies.executed(Result.DONE);
    }

    private void pass(Duration time) {
        remedies.wait(time);
        remedies.tell(new Input.Passed());
    }

    private static Remedies rollingBack() {
        var one = new Remedies();
        one.outage();
        one.approve("one");
        one.executed(Result.DONE);
        one.wait(Duration.ofMinutes(15));
        one.tell(new Input.Passed());
        assertThat(one.run().state()).isEqualTo(State.ROLLING_BACK);
        return one;
    }
}
