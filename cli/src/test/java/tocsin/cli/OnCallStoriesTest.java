package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Outcome;
import tocsin.schemas.IncidentEventKind;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Who is paged when a schedule says who is on call.
class OnCallStoriesTest {
    /// Hand-overs at half past two, which the clocks skip on 29 March.
    private static final String DAILY =
            """
            kind: Schedule
            metadata: {name: desk}
            spec:
              timeZone: Europe/Vienna
              layers: [{start: 2026-03-01T02:30, every: 1d, members: [two, one]}]
              overrides: [{person: nobody-knows, from: 2026-03-30T00:00, to: 2026-03-31T00:00}]
            ---
            kind: Person
            metadata: {name: one}
            spec: {channels: [phone]}
            ---
            kind: Person
            metadata: {name: two}
            spec: {channels: [phone]}
            ---
            kind: EscalationPolicy
            metadata: {name: default}
            spec:
              steps:
                - {targets: [{schedule: desk}], deliverWithin: 60s, acknowledgeWithin: 20m}
                - {targets: [{schedule: desk}, {channel: console}], acknowledgeWithin: 20m}
              lastResort: {name: last-resort, channels: [console]}
            """;

    @TempDir private Path folder;

    @Test
    void the_clocks_change_in_the_middle_of_an_escalation() {
        try (var pipeline = from("2026-03-29T00:50:00Z")) {
            pipeline.alertFires();
            pipeline.expectPage("one", "phone");

            pipeline.advance(Duration.ofMinutes(20));
            pipeline.expectUpdateDue("one", "phone");
            assertThat(pipeline.expectPage("two", "phone").at())
                    .isEqualTo(Instant.parse("2026-03-29T01:10:00Z"));
            pipeline.expectPage("console", "console");
            assertThat(pipeline.facts(IncidentEventKind.PAGED))
                    .extracting(event -> event.getPaged().getVia())
                    .containsExactly(
                            "schedule/desk", "schedule/desk", "schedule/desk", "channel/console");
            assertThat(pipeline.verify().differences()).isEmpty();
        }
    }

    @Test
    void nobody_reachable_is_the_next_step_at_once() {
        try (var pipeline = from("2026-03-30T10:00:00Z")) {
            pipeline.phones().breaks("console", "console", new Outcome.Refused("no screen"));
            pipeline.alertFires();

            pipeline.expectPage("last-resort", "console");
            assertThat(pipeline.phones().calls("nobody-knows")).isEmpty();
        }
    }

    private Pipeline from(String start) {
        return new Pipeline(folder, StoryDefinitions.with(folder, DAILY), Instant.parse(start));
    }
}
