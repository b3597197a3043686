package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.util.List;

/// What every channel promises, whatever it is made of.
abstract class ChannelContract {
    /// A channel whose provider takes everything.
    abstract Channel channel();

    /// Everything that has arrived so far, as text.
    abstract String arrived();

    /// What must be in the message whatever it looks like.
    List<String> needed() {
        return List.of(
                "SEV-2",
                "checkout burns its error budget 14.4 times too fast",
                "4.1 % of 12,000 requests failed in the last 5 minutes",
                "open, nobody has acknowledged",
                "on-call",
                "https://tocsin.example/incidents/checkout-7k3f9a",
                "checkout-7k3f9a",
                "p1");
    }

    @Test
    void a_page_arrives_with_all_that_a_person_needs() {
        var outcome = channel().send(Pages.notification("p1"));

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(arrived()).contains(needed());
    }

    @Test
    void every_kind_is_taken() {
        for (var kind : Command.Kind.values()) {
            var command = Pages.command("p-" + kind, kind, 1, "phone");

            var outcome = channel().send(new Notification(command, "phone", 1, false));

            assertThat(outcome).as(kind.name()).isInstanceOf(Outcome.Accepted.class);
        }
    }

    /// Whether the public reads it, which hears of no drill.
    boolean isPublic() {
        return false;
    }

    @Test
    void a_drill_says_so() {
        var outcome =
                channel().send(new Notification(Pages.drill("p1", 1, "phone"), "phone", 1, false));

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        if (isPublic()) {
            assertThat(arrived()).doesNotContain("checkout");
        } else {
            assertThat(arrived()).contains("DRILL");
        }
    }

    @Test
    void the_same_page_is_taken_again() {
        channel().send(Pages.notification("p1"));

        assertThat(channel().send(Pages.notification("p1"))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void control_characters_do_not_arrive_as_such() {
        channel().send(HostileText.notification("\u001b[2Jgone\r\nInjected: yes\u202Eesrever"));

        assertThat(arrived()).doesNotContain("\u001b").doesNotContain("gone\r\n");
    }

    @Test
    void very_long_texts_are_taken() {
        assertThat(channel().send(HostileText.notification("long ".repeat(20_000))))
                .isInstanceOf(Outcome.Accepted.class);
    }
}
