package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Command.Kind;

import java.time.Duration;
import java.util.Optional;

/// What a provider called the first message of an incident reaches the later ones.
class ReceiptsTest {
    private final Story story =
            new Story(sent ->
                    sent.channel().equals("down")
                            ? new Outcome.Refused("no")
                            : new Outcome.Accepted(sent.channel() + "/" + sent.page()));

    @Test
    void later_messages_know_the_first_one_of_their_channel_also_after_a_restart() {
        story.tell(Pages.page("p1", 1, "down", "chat"));
        story.run(Duration.ofMinutes(1));
        story.tell(Pages.page("p2", 2, "chat"));
        story.tell(Pages.page("p3", 3, "phone"));
        story.run(Duration.ofMinutes(1));
        story.restart();
        story.tell(Pages.command("p4", Kind.RESOLVED, 4, "chat"));
        story.run(Duration.ofMinutes(1));

        assertThat(story.sent)
                .filteredOn(sent -> sent.outcome() instanceof Outcome.Accepted)
                .extracting(sent -> sent.notification().first())
                .containsExactly(
                        Optional.empty(),
                        Optional.of("chat/p1"),
                        Optional.empty(),
                        Optional.of("chat/p1"));
    }
}
