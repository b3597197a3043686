package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Outcome;
import tocsin.schemas.ActionKind;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// What holds for every story, and what the pipeline's own test harness would not let pass.
class PipelineProofTest {
    @TempDir private Path folder;

    @Test
    void the_whole_story_verifies() {
        try (var pipeline = tell("story")) {
            var report = pipeline.verify();

            assertThat(report.differences()).isEmpty();
            assertThat(report.same()).isTrue();
            assertThat(report.events()).isEqualTo(pipeline.kinds().size());
            assertThat(pipeline.kinds()).contains(everyKindOfFact());
        }
    }

    @Test
    void the_same_samples_twice_give_byte_identical_topics() {
        try (var one = tell("one");
                var other = tell("other")) {
            assertThat(one.lines()).hasSizeGreaterThan(1_000).isEqualTo(other.lines());
        }
    }

    @Test
    void a_test_that_forgets_a_page_fails() {
        var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder));
        pipeline.alertFires();

        assertThatThrownBy(pipeline::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PAGE to on-call over phone");
    }

    @Test
    void a_test_that_sends_what_nobody_can_use_fails() {
        var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder));
        var tomorrow = pipeline.now().plus(Duration.ofDays(1));
        pipeline.put(Topics.METRICS, Wire.sample(tomorrow, 0, 20));

        assertThatThrownBy(pipeline::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(Topics.DEAD_LETTERS);
    }

    /// Everything that can happen to an incident, in less than half an hour.
    private Pipeline tell(String name) {
        var pipeline =
                new Pipeline(folder.resolve(name), StoryDefinitions.threeStepsAndRollback(folder));
        pipeline.phones().breaks("first", "phone", new Outcome.Refused("unknown number"));
        pipeline.phones().breaks("first", "console", new Outcome.TryAgain("no network"));
        pipeline.traffic(0, 20);
        pipeline.advance(Duration.ofSeconds(30));
        pipeline.traffic(20, 20);
        pipeline.advance(Duration.ofSeconds(90));
        pipeline.expectPage("second", "phone");
        pipeline.alertFires();
        pipeline.traffic(0, 20);
        pipeline.advance(Duration.ofMinutes(20));
        pipeline.expectPage("third", "phone");
        pipeline.acknowledge("third");
        pipeline.act(ActionKind.ESCALATE, "third", action -> action);
        pipeline.expectPage("last-resort", "console");
        pipeline.act(
                ActionKind.SET_SEVERITY,
                "third",
                action -> action.setSeverity("SEV3").setRevision(revision(pipeline)));
        pipeline.alertEnds();
        pipeline.expectResolved("second", "phone");
        pipeline.expectResolved("third", "phone");
        pipeline.expectResolved("last-resort", "console");
        pipeline.acknowledge("second");
        pipeline.advance(Duration.ofMinutes(12));
        pipeline.silence("s1", "alertname", "HighErrorRate", Duration.ofSeconds(5));
        pipeline.alertFires();
        var versions = Map.of("from", "2.14.0", "to", "2.12.0");
        pipeline.put(
                Topics.ACTIONS,
                Wire.proposal("p1", pipeline.now(), pipeline.incident(), "second", versions));
        var waiting = pipeline.values(Topics.REMEDIATIONS).getLast().getRemediation();
        pipeline.act(ActionKind.DECLINE, "third", action -> action.setRemediation(waiting));
        pipeline.advance(Duration.ofSeconds(70));
        pipeline.expectPage("second", "phone");
        pipeline.storm(105);
        pipeline.advance(Duration.ofSeconds(1));
        return pipeline;
    }

    private static int revision(Pipeline pipeline) {
        pipeline.advance(Duration.ofSeconds(2));
        return pipeline.values(Topics.INCIDENTS).getLast().getRevision();
    }

    private static IncidentEventKind[] everyKindOfFact() {
        return Arrays.stream(IncidentEventKind.values())
                .filter(kind -> kind != IncidentEventKind.UNKNOWN)
                .toArray(IncidentEventKind[]::new);
    }
}
