package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Command;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.ActionKind;
import tocsin.schemas.IncidentEventKind;
import tocsin.schemas.RemediationKind;
import tocsin.schemas.Topics;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/// A rollback waits for approval while a silence keeps phones quiet.
class QuestionStoriesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @TempDir private Path folder;

    @Test
    void at_the_end_of_a_silence_people_are_paged_and_asked() {
        try (var pipeline = silencedFor(TEN_MINUTES)) {
            pipeline.advance(TEN_MINUTES.plusSeconds(2));

            pipeline.expectPage("on-call", "phone");
            var asked = pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
            assertThat(asked.notification().message().evidence()).contains("waits for approval");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void what_was_declined_under_the_silence_is_asked_of_nobody() {
        try (var pipeline = silencedFor(TEN_MINUTES)) {
            var remediation = pipeline.values(Topics.REMEDIATIONS).getLast().getRemediation();
            pipeline.act(ActionKind.DECLINE, "one", action -> action.setRemediation(remediation));
            assertThat(pipeline.values(Topics.REMEDIATIONS).getLast().getKind())
                    .isEqualTo(RemediationKind.REJECTED);

            pipeline.advance(TEN_MINUTES.plusSeconds(2));
            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.facts(IncidentEventKind.QUESTION_DROPPED)).hasSize(1);
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void what_expired_under_the_silence_is_asked_of_nobody() {
        try (var pipeline = silencedFor(Duration.ofMinutes(20))) {
            pipeline.advance(Duration.ofMinutes(20).plusSeconds(2));

            pipeline.expectPage("on-call", "phone");
            assertThat(pipeline.values(Topics.REMEDIATIONS).getLast().getKind())
                    .isEqualTo(RemediationKind.EXPIRED);
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void of_what_may_follow_from_something_else_nobody_is_asked_until_that_is_over() {
        var documents = new ArrayList<>(StoryDefinitions.rollback(folder));
        var needs = "spec: {dependsOn: [db]}";
        documents.removeIf(document -> document.kind().equals("Service"));
        documents.add(new Document("Service", "checkout", new YAMLMapper().readTree(needs)));
        try (var pipeline = new Pipeline(folder, documents)) {
            pipeline.alertFires("db");
            pipeline.expectPage("on-call", "phone");
            pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
            pipeline.alertFires();
            pipeline.advance(Duration.ofMinutes(2));
            pipeline.expectSilence();
            assertThat(pipeline.facts(IncidentEventKind.QUESTION_HELD)).hasSize(1);

            pipeline.alertEnds("db");
            pipeline.expectResolved("on-call", "phone");
            pipeline.advance(Duration.ofSeconds(32));
            pipeline.expectPage("on-call", "phone");
            pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    private Pipeline silencedFor(Duration time) {
        var pipeline = new Pipeline(folder, StoryDefinitions.rollback(folder));
        pipeline.silence("s1", "alertname", "HighErrorRate", time);
        pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
        pipeline.alertFires();
        pipeline.expectSilence();
        assertThat(pipeline.facts(IncidentEventKind.QUESTION_HELD)).hasSize(1);
        return pipeline;
    }
}
