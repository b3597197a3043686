package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.AlertKind;
import tocsin.schemas.ChangeState;
import tocsin.schemas.RemediationKind;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class RemediationTopologyTest {
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
    void an_alert_soon_after_a_deployment_leaves_on_record_what_would_have_been_proposed() {
        pipeline.put(
                Records.deployment(Records.NINE.minus(Duration.ofMinutes(5)), ChangeState.STARTED));
        pipeline.put(
                Records.deployment(
                        Records.NINE.minus(Duration.ofMinutes(3)), ChangeState.FINISHED));
        pipeline.put(Records.alert(Records.NINE, AlertKind.FIRING, Duration.ofHours(1)));

        var opened = pipeline.news().getFirst();
        assertThat(pipeline.remediations.readKeyValuesToList())
                .singleElement()
                .satisfies(written -> {
                    assertThat(written.key).isEqualTo("checkout");
                    var command = written.value;
                    assertThat(command.getKind()).isEqualTo(RemediationKind.OBSERVED);
                    assertThat(command.getIncident()).isEqualTo(opened.getIncident());
                    assertThat(command.getEnvelope().getId())
                            .isEqualTo(command.getRemediation() + "/OBSERVED");
                    assertThat(command.getEnvelope().getCause().getTopic())
                            .isEqualTo("incident-events");
                    assertThat(command.getProposal().getParameters())
                            .isEqualTo(Map.of("from", "2.14.0", "to", "2.13.2"));
                    assertThat(command.getProposal().getPlan())
                            .isEqualTo(
                                    """
                                    {"action":"roll-back","definitions":1,\
                                    "parameters":{"from":"2.14.0","to":"2.13.2"},\
                                    "target":"checkout","undo":"Deploy 2.14.0 again"}\
                                    """);
                    assertThat(command.getHash()).hasSize(64);
                });
    }

    @Test
    void a_deployment_told_late_leaves_the_same_and_pages_are_not_held_up() {
        pipeline.put(Records.alert(Records.NINE, AlertKind.FIRING, Duration.ofHours(1)));
        assertThat(pipeline.commands.readValuesToList()).hasSize(1);
        assertThat(pipeline.remediations.isEmpty()).isTrue();

        pipeline.put(
                Records.deployment(
                        Records.NINE.minus(Duration.ofMinutes(3)), ChangeState.FINISHED));

        assertThat(pipeline.remediations.readValuesToList())
                .singleElement()
                .satisfies(command ->
                        assertThat(command.getEnvelope().getCause().getTopic())
                                .isEqualTo("changes"));
        assertThat(pipeline.commands.isEmpty()).isTrue();
    }

    @Test
    void other_changes_are_no_evidence() {
        pipeline.put(Records.deployment(Records.NINE, ChangeState.UNKNOWN));
        pipeline.put(
                Records.deployment(Records.NINE.minus(Duration.ofHours(1)), ChangeState.FINISHED));
        pipeline.put(Records.alert(Records.NINE, AlertKind.FIRING, Duration.ofHours(1)));

        assertThat(pipeline.remediations.isEmpty()).isTrue();
    }
}
