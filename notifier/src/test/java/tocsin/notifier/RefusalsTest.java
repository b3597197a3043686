package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Pages;

import java.util.Optional;

class RefusalsTest {
    private Outcome answer = new Outcome.Refused("HTTP 401");
    private final Refusals refusals = new Refusals(_ -> answer, () -> Pages.NINE);

    @Test
    void a_channel_that_refuses_is_named_until_it_takes_something() {
        assertThat(refusals.now()).isEmpty();

        assertThat(refusals.send(Pages.notification("p1"))).isEqualTo(answer);
        assertThat(refusals.now()).contains("phone refuses since 2026-01-05T09:00:00Z: HTTP 401");

        answer = new Outcome.TryAgain("HTTP 503");
        refusals.send(Pages.notification("p2"));
        assertThat(refusals.now()).as("that says nothing").isPresent();

        answer = new Outcome.Accepted("ok");
        refusals.send(Pages.notification("p3"));
        assertThat(refusals.now()).isEmpty();
    }

    @Test
    void what_rings_may_refuse_what_is_quiet() {
        refusals.send(new Notification(Pages.quiet("p1", "phone"), "phone", 1, false));

        assertThat(refusals.now()).isEqualTo(Optional.empty());
    }
}
