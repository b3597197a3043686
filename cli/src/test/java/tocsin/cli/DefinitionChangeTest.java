package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.definitions.Document;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Topics;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Definitions change without a restart, from a stated time, and windows keep what they counted.
class DefinitionChangeTest {
    @TempDir private Path folder;

    @Test
    void a_stricter_target_judges_what_was_counted_before_it() {
        try (var pipeline = new Pipeline(folder, target("0.95"))) {
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofMinutes(1));
            pipeline.traffic(4, 20);
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(5));
            pipeline.expectSilence();

            var from = pipeline.now().plusSeconds(5);
            pipeline.define(target("0.999"), from);
            pipeline.advance(Duration.ofSeconds(4));
            pipeline.expectSilence();
            assertThat(pipeline.values(Topics.BREACHES)).isEmpty();

            pipeline.advance(Duration.ofSeconds(1));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.at()).as("the stated time, to the second").isEqualTo(from);
            assertThat(pipeline.values(Topics.BREACHES))
                    .first()
                    .satisfies(breach -> {
                        assertThat(breach.getKind()).isEqualTo(BreachKind.FIRING);
                        assertThat(breach.getBudget().getGood()).isEqualTo(2_000 - 30 * 4);
                        assertThat(breach.getBudget().getTotal()).isEqualTo(2_000);
                    });

            pipeline.acknowledge("on-call");
            pipeline.advance(Duration.ofMinutes(2));
            pipeline.expectResolved("on-call", "phone");
            assertThat(pipeline.verify().same()).isTrue();
        }
    }

    private List<Document> target(String target) {
        return StoryDefinitions.demo(folder).stream()
                .map(document ->
                        document.kind().equals("SLO") ? withTarget(document, target) : document)
                .toList();
    }

    private static Document withTarget(Document slo, String target) {
        var body = slo.body().toString().replace("\"target\":0.999", "\"target\":" + target);
        assertThat(body).contains(target);
        return new Document(slo.kind(), slo.name(), JsonMapper.shared().readTree(body));
    }
}
