package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.RemediationKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;

/// From a deployment over the outage it made to what would have been done about it.
class RemediationStoryTest {
    @TempDir private Path folder;

    @Test
    void an_outage_after_a_deployment_speaks_for_a_rollback_and_pages_as_ever() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(60));
            pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
            pipeline.advance(Duration.ofSeconds(30));
            assertThat(pipeline.values(Topics.REMEDIATIONS)).isEmpty();

            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(10));

            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.values(Topics.REMEDIATIONS))
                    .singleElement()
                    .satisfies(command -> {
                        assertThat(command.getKind()).isEqualTo(RemediationKind.OBSERVED);
                        assertThat(command.getIncident()).isEqualTo(pipeline.incident());
                        assertThat(command.getProposal().getEvidence())
                                .matches("it began 3\\d s after 2.14.0 was deployed .*");
                    });
            assertThat(pipeline.verify().same()).isTrue();
            pipeline.acknowledge("on-call");
        }
    }
}
