package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Command;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;

/// Whoever wants to know hears of what was changed, and no phone rings.
class ChangeStoriesTest {
    private static final String HISTORY =
            """
            kind: EscalationPolicy
            metadata: {name: default}
            spec:
              steps: [{targets: [{name: on-call, channels: [phone]}]}]
              changes: [{name: history, channels: [pager]}]
            """;

    @TempDir private Path folder;

    @Test
    void a_deployment_is_told_once_to_whom_the_policy_names() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.with(folder, HISTORY))) {
            var deployed = Wire.deployed("2.14.0", pipeline.now());
            pipeline.put(Topics.CHANGES, deployed);
            pipeline.advance(Duration.ofSeconds(1));

            var call = pipeline.phones().expect(Command.Kind.CHANGED, "history", "pager");
            assertThat(call.notification().command().quiet()).isTrue();
            assertThat(call.notification().message().title())
                    .isEqualTo("version 2.14.0 is deployed");

            pipeline.put(Topics.CHANGES, deployed);
            pipeline.advance(Duration.ofMinutes(1));
            pipeline.expectSilence();
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void where_nobody_is_named_nobody_hears_of_it() {
        try (var pipeline = new Pipeline(folder, StoryDefinitions.demo(folder))) {
            pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
            pipeline.advance(Duration.ofMinutes(1));
            pipeline.expectSilence();
        }
    }
}
