package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.incident.Drills;
import tocsin.responder.policy.Severity;
import tocsin.schemas.ActionKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;

/// A drill from its start to its end, beside what is real.
class DrillStoryTest {
    @TempDir private Path folder;

    @Test
    void a_phone_rings_for_a_drill_and_it_ends_by_itself() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.rollback(folder))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
            start(pipeline);

            var page = pipeline.expectPage("on-call", "phone").notification().message();
            assertThat(page.drill()).isTrue();
            assertThat(page.title()).isEqualTo("DRILL: nothing is wrong with checkout");
            assertThat(page.headline("checkout")).startsWith("DRILL SEV-2 checkout");
            assertThat(pipeline.model().drills()).isOne();
            assertThat(pipeline.model().open(Severity.SEV2)).isZero();
            pipeline.acknowledge("on-call");
            pipeline.advance(Duration.ofMinutes(10));

            assertThat(pipeline.expectResolved("on-call", "phone").notification().message().drill())
                    .isTrue();
            assertThat(pipeline.values(Topics.ESCALATIONS)).allMatch(EscalationCommand::getDrill);
            assertThat(pipeline.values(Topics.REMEDIATIONS)).isEmpty();
            assertThat(pipeline.model().drills()).isZero();
            assertThat(pipeline.verify().same()).isTrue();
        }
    }

    @Test
    void an_outage_in_a_drill_pages_as_ever() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(30));
            start(pipeline);
            pipeline.expectPage("on-call", "phone");

            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(5));

            var page = pipeline.expectPage("on-call", "phone").notification().message();
            assertThat(page.drill()).isFalse();
            assertThat(page.headline("checkout")).doesNotContain("DRILL");
            pipeline.acknowledge("on-call");
        }
    }

    private static void start(Pipeline pipeline) {
        var incident = Drills.incident(Wire.SERVICE, "drill-1");
        var action = Wire.acknowledge("drill-1", pipeline.now(), incident, "a-lead");
        pipeline.put(
                Topics.ACTIONS,
                OperatorAction.newBuilder(action)
                        .setKind(ActionKind.DRILL)
                        .setSeverity("SEV2")
                        .setUntil(pipeline.now().plus(Duration.ofMinutes(10)))
                        .build());
    }
}
