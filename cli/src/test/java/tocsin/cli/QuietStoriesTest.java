package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.IncidentEventKind;

import java.nio.file.Path;
import java.time.Duration;

/// What keeps a phone quiet, and what happens when it does so no more.
class QuietStoriesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @TempDir private Path folder;

    @Test
    void a_silence_expires_while_it_fires() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            pipeline.silence("s1", "alertname", "HighErrorRate", TEN_MINUTES);
            pipeline.alertFires();
            pipeline.advance(TEN_MINUTES.minusSeconds(1));
            pipeline.expectSilence();

            pipeline.advance(Duration.ofSeconds(3));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.notification().message().reason()).startsWith("s1 does not silence");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void an_alert_that_ends_before_its_first_page_pages_nobody() {
        try (var pipeline = dependent("")) {
            pipeline.alertFires();
            pipeline.advance(Duration.ofSeconds(20));
            pipeline.alertEnds();

            pipeline.advance(TEN_MINUTES);
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.RESOLVED)).hasSize(1);
            assertThat(pipeline.facts(IncidentEventKind.PAGED)).isEmpty();
        }
    }

    @Test
    void what_fires_in_a_mute_time_is_told_at_its_end() {
        var mute =
                """
                  muteTimes:
                    - {from: "08:00", to: "09:05", timeZone: UTC, severities: [SEV2]}
                """;
        try (var pipeline = dependent(mute)) {
            pipeline.alertFires();
            pipeline.advance(Duration.ofMinutes(5).minusSeconds(1));
            pipeline.expectSilence();

            pipeline.advance(Duration.ofSeconds(3));
            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    private Pipeline dependent(String more) {
        var service =
                """
                kind: Service
                metadata: {name: checkout}
                spec: {dependsOn: [db]}
                ---
                kind: EscalationPolicy
                metadata: {name: default}
                spec:
                  steps: [{targets: [{name: on-call, channels: [phone]}]}]
                """;
        return new Pipeline(folder, StoryDefinitions.with(folder, service + more));
    }
}
