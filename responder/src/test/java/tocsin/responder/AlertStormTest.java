package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.policy.Silences;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.AlertKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/// Thousands of alerts for one service, and one that matters for another.
class AlertStormTest {
    private static final int ALERTS = 10_000;

    @TempDir private Path stateDir;

    @Test
    void a_storm_is_one_incident_and_one_page_and_hides_no_other() {
        try (var pipeline = new Pipeline(stateDir)) {
            for (int n = 0; n < ALERTS; n++) {
                // Each second of them is a repetition.
                pipeline.put(Topics.ALERTS, "checkout", alert(pipeline, "checkout", n / 2));
                if (n == ALERTS / 2) {
                    pipeline.put(Topics.ALERTS, "payments", alert(pipeline, "payments", 0));
                    assertThat(pipeline.commands.readValuesToList())
                            .extracting(EscalationCommand::getService)
                            .containsExactly("checkout", "payments");
                }
            }
            pipeline.advance(Duration.ofSeconds(3));

            assertThat(pipeline.commands.isEmpty()).isTrue();
            var history = pipeline.history();
            assertThat(history)
                    .filteredOn(event -> event.getKind() == IncidentEventKind.OPENED)
                    .hasSize(2);
            assertThat(history).hasSizeLessThan(250);
            assertThat(pipeline.incidents.readValuesToList())
                    .filteredOn(incident -> incident.getService().equals("checkout"))
                    .last()
                    .satisfies(incident -> {
                        assertThat(incident.getFiringCauses()).isEqualTo(101);
                        assertThat(incident.getFolded()).isEqualTo(ALERTS - 200);
                    });
            assertThat(
                            Verification.verify(
                                            history,
                                            pipeline::find,
                                            Pipeline.DEFINITIONS,
                                            Silences.NONE)
                                    .differences())
                    .isEmpty();
        }
    }

    private static AlertEvent alert(Pipeline pipeline, String service, int n) {
        return AlertEvent.newBuilder(
                        Records.alert(pipeline.now(), AlertKind.FIRING, Duration.ofHours(4)))
                .setService(service)
                .setFingerprint(HexFormat.of().toHexDigits((long) n))
                .build();
    }
}
