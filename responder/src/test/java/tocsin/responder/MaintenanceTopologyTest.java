package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.maintenance.PlannedWork;
import tocsin.schemas.ChangeState;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.util.Map;

class MaintenanceTopologyTest {
    @TempDir private Path folder;
    private Pipeline pipeline;

    @BeforeEach
    void start() {
        pipeline = new Pipeline(folder);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void a_control_says_who_why_and_what_led_to_it() {
        pipeline.put(Records.maintenance("patch-7", ChangeState.STARTED, Records.NINE));

        assertThat(pipeline.controls.readKeyValuesToList())
                .singleElement()
                .satisfies(written -> {
                    var control = written.value;
                    assertThat(control.getKind()).isEqualTo(ControlKind.MAINTENANCE);
                    assertThat(written.key).isEqualTo(control.getEnvelope().getId());
                    assertThat(control.getFrom()).isEqualTo(Records.NINE.plusSeconds(2));
                    assertThat(control.getTo())
                            .isEqualTo(Records.NINE.plus(PlannedWork.OPEN_ENDED));
                    assertThat(control.getAuthor()).isEqualTo("changes/ci/patch-7");
                    assertThat(control.getReason()).isEqualTo("planned work (changes/ci/patch-7)");
                    assertThat(control.getMatchers()).isEqualTo(Map.of("service", "checkout"));
                    assertThat(control.getEnvelope().getTrace()).isEqualTo(Records.TRACE);
                    assertThat(control.getEnvelope().getCause().getTopic()).isEqualTo("changes");
                });
    }

    @Test
    void other_changes_and_states_of_other_releases_are_no_planned_work() {
        pipeline.put(Records.deployment(Records.NINE, ChangeState.STARTED));
        pipeline.put(Records.maintenance("patch-7", ChangeState.UNKNOWN, Records.NINE));

        assertThat(pipeline.controls.isEmpty()).isTrue();
    }

    @Test
    void a_work_too_many_is_kept_as_a_dead_letter_and_others_go_on() {
        for (int i = 0; i <= 100; i++) {
            pipeline.put(Records.maintenance("patch-" + i, ChangeState.STARTED, Records.NINE));
        }
        pipeline.put(Records.maintenance("patch-0", ChangeState.FINISHED, Records.NINE));

        assertThat(pipeline.controls.readValuesToList())
                .hasSize(101)
                .last()
                .satisfies(last -> assertThat(last.getKind()).isEqualTo(ControlKind.REMOVED));
        assertThat(pipeline.driver.producedTopicNames())
                .contains(Pipeline.PREFIX + Topics.DEAD_LETTERS);
    }
}
