package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.definitions.Document;
import tocsin.schemas.Breach;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// From a threshold to a person, where no SLO counts.
class RuleStoriesTest {
    private static final String IMPORTANT =
            """
            kind: Service
            metadata: {name: checkout}
            spec: {tier: 0}
            """;

    @TempDir private Path folder;

    @Test
    void a_service_without_an_slo_is_paged_for_by_the_rules_built_in() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(60));
            pipeline.expectSilence();

            var trouble = pipeline.now();
            pipeline.traffic(4, 20);
            pipeline.advance(Duration.ofSeconds(60));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).isBetween(trouble, trouble.plusSeconds(6));
            var message = page.notification().message();
            assertThat(message.severity()).isEqualTo("SEV2");
            assertThat(message.title()).isEqualTo("checkout: rule any-5xx-burst fires");
            assertThat(message.evidence())
                    .isEqualTo(
                            "checkout: 20 of 1,200 events failed in the last minute (1.7 %), more"
                                    + " than 0.5 % (rule any-5xx-burst)");

            pipeline.acknowledge("on-call");
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(5));
            pipeline.expectResolved("on-call", "phone");
            assertThat(pipeline.facts(IncidentEventKind.OPENED)).hasSize(1);
            assertThat(pipeline.values(Topics.BREACHES))
                    .extracting(Breach::getRule)
                    .containsOnly("any-5xx-burst", "error-rate-rollback");
        }
    }

    @Test
    void traffic_that_stays_away_is_paged_for_with_what_is_usual() {
        try (var pipeline = new Pipeline(folder, withoutSlos())) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(45));
            pipeline.expectSilence();

            var trouble = pipeline.now();
            pipeline.traffic(0, 4);
            pipeline.advance(Duration.ofMinutes(3));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).isBetween(trouble.plusSeconds(150), trouble.plusSeconds(170));
            var message = page.notification().message();
            assertThat(message.severity()).isEqualTo("SEV2");
            assertThat(message.evidence())
                    .contains("20 a second that are usual in the hour before (rule rps-drop-50)");

            pipeline.acknowledge("on-call");
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(10));
            pipeline.expectResolved("on-call", "phone");
        }
    }

    private List<Document> withoutSlos() {
        return StoryDefinitions.with(folder, IMPORTANT).stream()
                .filter(document -> !document.kind().equals("SLO"))
                .toList();
    }
}
