package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.schemas.ChangeState;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Planned work keeps phones quiet, and no longer than that.
class MaintenanceStoriesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir private Path folder;

    @Test
    void what_still_fires_when_planned_work_is_over_pages_then() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            var from = pipeline.now().plus(TEN_MINUTES);
            tell(pipeline, ChangeState.STARTED, from, from.plus(TEN_MINUTES));
            pipeline.advance(TEN_MINUTES);
            pipeline.alertFires();
            pipeline.advance(TEN_MINUTES.minusSeconds(1));
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.SUPPRESSED))
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.getSuppressed().getReason())
                                    .startsWith("maintenance change-")
                                    .endsWith(
                                            "of pipeline: the vendor patches"
                                                    + " (changes/patch-7)"));

            pipeline.advance(Duration.ofSeconds(3));
            var page = pipeline.expectPage("on-call", "phone");
            assertThat(page.notification().message().reason()).contains("does not silence it");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void planned_work_that_ends_early_holds_nothing_back_any_more() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            var from = pipeline.now();
            tell(pipeline, ChangeState.STARTED, from, from.plus(HOUR));
            pipeline.advance(Duration.ofSeconds(2));
            pipeline.alertFires();
            pipeline.advance(TEN_MINUTES);
            pipeline.expectSilence();

            tell(pipeline, ChangeState.FINISHED, from, from.plus(HOUR));
            pipeline.advance(Duration.ofSeconds(4));
            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void before_planned_work_begins_people_are_paged() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            tell(pipeline, ChangeState.STARTED, pipeline.now().plus(TEN_MINUTES), null);
            pipeline.alertFires();
            pipeline.expectPage("on-call", "phone");
            pipeline.alertEnds();
            pipeline.expectResolved("on-call", "phone");

            pipeline.advance(TEN_MINUTES);
            pipeline.alertFires();
            pipeline.advance(TEN_MINUTES);
            pipeline.expectSilence();
            assertThat(pipeline.values(Topics.CONTROLS)).hasSize(1);
        }
    }

    /// The clocks skip the end of the window: it is over when they jump.
    @Test
    void a_window_of_the_definitions_ends_when_the_clocks_jump_over_its_end() {
        var window =
                """
                kind: MaintenanceWindow
                metadata: {name: patches}
                spec:
                  reason: the vendor patches
                  timeZone: Europe/Vienna
                  matchers: [service=~check.*]
                  times: [{days: [SUN], monthDays: ["-7..-1"], from: "01:30", to: "02:30"}]
                """;
        var start = Instant.parse("2026-03-29T00:40:00Z");
        var definitions = StoryDefinitions.with(folder, window);
        try (var pipeline = new Pipeline(folder, definitions, start)) {
            pipeline.alertFires();
            pipeline.advance(Duration.ofMinutes(20).minusSeconds(1));
            pipeline.expectSilence();

            pipeline.advance(Duration.ofSeconds(2));
            assertThat(pipeline.expectPage("on-call", "phone").at())
                    .isBefore(Instant.parse("2026-03-29T01:00:02Z"));
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    private static void tell(Pipeline pipeline, ChangeState state, Instant from, Instant to) {
        pipeline.put(Topics.CHANGES, Wire.maintenance(state, from, to, pipeline.now()));
    }
}
