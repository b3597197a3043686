package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;

import java.time.Duration;

class LadderTest {
    private final Story story = new Story();

    @BeforeEach
    void an_incident_is_open() {
        story.breach("PAGE_FAST");
    }

    @Test
    void a_page_has_a_minute_to_be_accepted_and_five_to_be_acknowledged() {
        var page = story.page("first");
        assertThat(page.deliverBy()).isEqualTo(Story.NINE.plusSeconds(60));
        assertThat(page.acknowledgeBy()).isEqualTo(Story.NINE.plusSeconds(300));
        assertThat(page.step()).isZero();
        assertThat(page.round()).isZero();
    }

    @Test
    void without_acknowledgement_it_climbs_to_the_last_resort_and_stays_there() {
        story.delivery("first", Outcome.ACCEPTED);
        assertThat(story.pass(Duration.ofMinutes(5).minusMillis(1))).isEmpty();
        assertThat(told(story.pass(Duration.ofMillis(1)))).containsExactly("PAGE second");

        story.delivery("second", Outcome.ACCEPTED);
        assertThat(told(story.pass(Duration.ofMinutes(5)))).containsExactly("PAGE boss");
        assertThat(story.page("boss").step()).isEqualTo(Page.LAST_RESORT);

        assertThat(story.pass(Duration.ofDays(1))).isEmpty();
        assertThat(story.state.timers()).isEmpty();
    }

    @Test
    void whoever_was_asked_and_heard_of_it_hears_that_somebody_has_it() {
        story.delivery("first", Outcome.ACCEPTED);
        story.pass(Duration.ofMinutes(5));

        assertThat(told(story.acknowledge("x1")))
                .as("the second was not reached yet")
                .containsExactly("ACKNOWLEDGED first");
        assertThat(told(story.act(Act.SNOOZE, "x2", story.incident().id())))
                .as("a snooze without a time is refused")
                .isEmpty();
        assertThat(told(story.acknowledge("x3"))).containsExactly("ACKNOWLEDGED first");
        assertThat(story.incident().pages())
                .filteredOn(page -> page.kind() == Page.Kind.ACKNOWLEDGED)
                .as("only the newest is kept")
                .hasSize(1);
        assertThat(told(story.breach())).containsExactly("RESOLVED first");
    }

    @Test
    void a_page_that_nobody_accepts_is_withdrawn_and_the_next_step_taken() {
        var facts = story.pass(Duration.ofSeconds(60));

        assertThat(kinds(facts)).containsExactly("DeliveryChanged", "Paged");
        assertThat(told(facts)).containsExactly("PAGE second");
        assertThat(story.page("first").state()).isEqualTo(Page.State.WITHDRAWN);
    }

    @Test
    void a_page_that_every_channel_refuses_leads_to_the_next_step_at_once() {
        var facts = story.delivery("first", Outcome.UNDELIVERABLE);

        assertThat(told(facts)).containsExactly("PAGE second");
        assertThat(story.page("first").state()).isEqualTo(Page.State.REFUSED);
        assertThat(told(story.delivery("second", Outcome.UNDELIVERABLE)))
                .containsExactly("PAGE boss");
        assertThat(told(story.delivery("boss", Outcome.UNDELIVERABLE))).isEmpty();
    }

    @Test
    void a_step_that_reached_somebody_waits_for_them() {
        story.breach("TOTAL_OUTAGE");
        story.delivery("first", Outcome.ACCEPTED);

        assertThat(told(story.delivery("lead", Outcome.UNDELIVERABLE))).isEmpty();
        assertThat(told(story.pass(Duration.ofMinutes(5)))).containsExactly("PAGE second");
    }

    @Test
    void an_acknowledgement_stops_the_ladder_and_takes_back_what_is_on_its_way() {
        var facts = story.acknowledge("x1");

        assertThat(kinds(facts)).containsExactly("Acknowledged", "DeliveryChanged");
        assertThat(story.state.timers()).isEmpty();
        assertThat(story.pass(Duration.ofHours(1))).isEmpty();
        assertThat(story.incident().status()).isEqualTo(Status.ACKNOWLEDGED);
        assertThat(story.incident().acknowledgedBy()).isEqualTo("on-call");
        assertThat(story.incident().revision()).isEqualTo(2);
    }

    @Test
    void another_acknowledgement_is_answered_too_but_the_same_one_only_once() {
        story.acknowledge("x1");

        assertThat(kinds(story.acknowledge("x2"))).containsExactly("Acknowledged");
        assertThat(story.acknowledge("x2")).isEmpty();
        assertThat(story.incident().revision()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_acknowledged_is_refused_with_the_reason() {
        assertThat(story.acknowledge("x1", "checkout-aaaaaa"))
                .singleElement()
                .isInstanceOf(Fact.ActionRefused.class);
        var id = story.incident().id();
        story.breach();

        assertThat(story.acknowledge("x2", id))
                .singleElement()
                .isInstanceOfSatisfying(
                        Fact.ActionRefused.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo("the incident is resolved"));
    }

    @Test
    void an_acceptance_that_comes_late_is_still_written_down() {
        story.pass(Duration.ofSeconds(60));

        assertThat(kinds(story.delivery("first", Outcome.ACCEPTED)))
                .containsExactly("DeliveryChanged");
        assertThat(story.delivery("first", Outcome.ACCEPTED)).isEmpty();
        assertThat(story.delivery("first", Outcome.UNDELIVERABLE)).isEmpty();
    }

    @Test
    void a_timer_that_is_not_due_or_not_waited_for_does_nothing() {
        var timer = story.state.timers().getFirst().id();

        assertThat(story.tell(new Input.TimerFired(timer))).isEmpty();
        assertThat(story.tell(new Input.TimerFired("no such timer"))).isEmpty();
    }

    @Test
    void in_sev_1_the_next_step_pages_everybody_of_it() {
        story.breach();
        assertThat(told(story.breachOf("b2", "TOTAL_OUTAGE")))
                .containsExactly("PAGE first", "PAGE lead");
        assertThat(told(story.pass(Duration.ofSeconds(60)))).containsExactly("PAGE second");
    }
}
