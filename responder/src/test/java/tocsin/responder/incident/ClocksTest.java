package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;
import static tocsin.responder.policy.Severity.SEV1;
import static tocsin.responder.policy.Severity.SEV2;
import static tocsin.responder.policy.Severity.SEV3;

import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;

import java.time.Duration;
import java.time.Instant;

/// The clocks that run beside the ladder, with the built-in times.
class ClocksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Story story = new Story(Story.rules(""));

    @Test
    void a_sev_2_that_nobody_acknowledges_within_15_minutes_misses_its_response_once() {
        story.breach("PAGE_FAST");
        var due = Story.NINE.plus(Duration.ofMinutes(15));

        assertThat(kinds(story.pass(Duration.ofMinutes(15).minusMillis(1))))
                .doesNotContain("ResponseMissed");
        assertThat(story.pass(Duration.ofMillis(1)))
                .contains(new Fact.ResponseMissed(story.incident().id(), due, SEV2, due));
        assertThat(kinds(story.pass(Duration.ofMinutes(14)))).doesNotContain("ResponseMissed");
    }

    @Test
    void a_sev_1_has_5_minutes_and_a_sev_3_an_hour() {
        story.breach("TOTAL_OUTAGE");
        assertThat(story.incident().deadlines().respondBy()).isEqualTo(after(5));
        story.breach();
        story.now = story.now.plus(HOUR);
        story.alert("a1", "warning", Duration.ofDays(1));
        assertThat(story.incident().deadlines().respondBy()).isEqualTo(after(120));
        assertThat(story.incident().deadlines().updateBy()).isNull();
    }

    @Test
    void whoever_acknowledges_in_time_misses_nothing() {
        story.breach("PAGE_FAST");
        story.acknowledge("x1");

        assertThat(kinds(story.pass(HOUR))).doesNotContain("ResponseMissed");
    }

    @Test
    void a_sev_2_not_resolved_in_30_minutes_becomes_sev_1_acknowledged_or_not() {
        story.breach("PAGE_FAST");
        story.acknowledge("x1");

        story.pass(Duration.ofMinutes(30).minusMillis(1));
        assertThat(story.incident().severity()).isEqualTo(SEV2);
        var facts = story.pass(Duration.ofMillis(1));

        assertThat(story.incident().severity()).isEqualTo(SEV1);
        assertThat(story.incident().status()).isEqualTo(Status.ACKNOWLEDGED);
        assertThat(told(facts)).contains("PAGE lead");
    }

    @Test
    void an_acknowledgement_without_a_word_lapses_and_the_ladder_begins_anew() {
        story.breach("TOTAL_OUTAGE");
        story.acknowledge("x1");
        story.pass(Duration.ofMinutes(50));
        story.act(Act.NOTE, "x2", story.incident().id());

        var calm = story.pass(HOUR.minusMillis(1));
        assertThat(kinds(calm)).doesNotContain("Reopened");
        var facts = story.pass(Duration.ofMillis(1));

        assertThat(kinds(facts)).contains("Reopened");
        assertThat(told(facts)).contains("PAGE first", "PAGE lead");
        assertThat(story.incident().status()).isEqualTo(Status.OPEN);
        assertThat(kinds(story.pass(HOUR))).doesNotContain("ResponseMissed");
    }

    @Test
    void an_update_is_due_every_15_minutes_and_a_note_puts_it_off() {
        story.breach("TOTAL_OUTAGE");
        story.delivery("first", Outcome.ACCEPTED);
        story.acknowledge("x1");

        assertThat(told(story.pass(Duration.ofMinutes(14)))).isEmpty();
        story.act(Act.NOTE, "x2", story.incident().id());
        assertThat(told(story.pass(Duration.ofMinutes(15).minusMillis(1)))).isEmpty();
        assertThat(told(story.pass(Duration.ofMillis(1)))).containsExactly("REMINDER first");
        assertThat(told(story.pass(Duration.ofMinutes(15)))).containsExactly("REMINDER first");
        assertThat(
                        story.incident().pages().stream()
                                .filter(page -> page.kind() == Page.Kind.REMINDER))
                .hasSize(1);
    }

    @Test
    void severity_falls_once_less_is_called_for_five_minutes_long() {
        story.breach("TOTAL_OUTAGE");
        story.breach("PAGE_SLOW");

        assertThat(kinds(story.pass(Duration.ofMinutes(5).minusMillis(1))))
                .doesNotContain("SeverityLowered");
        assertThat(story.pass(Duration.ofMillis(1)))
                .anySatisfy(fact ->
                        assertThat(fact)
                                .isInstanceOfSatisfying(
                                        Fact.SeverityLowered.class,
                                        lowered -> {
                                            assertThat(lowered.to()).isEqualTo(SEV2);
                                            assertThat(lowered.reason()).contains("PAGE_SLOW");
                                        }));
    }

    @Test
    void severity_that_comes_back_in_the_meantime_does_not_fall() {
        story.breach("TOTAL_OUTAGE");
        story.breach("PAGE_SLOW");
        story.pass(Duration.ofMinutes(4));
        story.breach("TOTAL_OUTAGE");

        story.pass(Duration.ofMinutes(20));
        assertThat(story.incident().severity()).isEqualTo(SEV1);
    }

    @Test
    void below_what_pages_the_ladder_stops_and_above_it_begins_anew() {
        story.breachOf("b1", "PAGE_FAST");
        story.alert("a1", "warning", Duration.ofDays(1));
        story.breachOf("b1");
        story.pass(Duration.ofMinutes(5));
        assertThat(story.incident().severity()).isEqualTo(SEV3);
        assertThat(story.incident().timers())
                .extracting(Timer::kind)
                .doesNotContain(Timer.Kind.DELIVERY, Timer.Kind.ACKNOWLEDGEMENT);

        assertThat(told(story.breachOf("b1", "PAGE_FAST"))).containsExactly("PAGE first");
    }

    @Test
    void what_a_person_set_stays_until_something_worse_comes() {
        story.alert("a1", "critical", HOUR.multipliedBy(9));
        story.setSeverity("x1", SEV3);
        story.alert("a1", "critical", HOUR.multipliedBy(10));
        story.pass(Duration.ofMinutes(45));
        assertThat(story.incident().severity()).isEqualTo(SEV3);

        story.breach("TOTAL_OUTAGE");
        assertThat(story.incident().severity()).isEqualTo(SEV1);
    }

    @Test
    void what_was_worse_than_a_person_had_set_falls_once_it_is_over() {
        story.breach("PAGE_FAST");
        story.setSeverity("x1", SEV3);
        story.breachOf("b2", "TOTAL_OUTAGE");
        assertThat(story.incident().severity()).isEqualTo(SEV1);

        story.breachOf("b2");
        story.pass(Duration.ofMinutes(5));

        assertThat(story.incident().severity()).isEqualTo(SEV2);
    }

    @Test
    void what_was_about_to_fall_stays_when_a_person_says_so() {
        story.breach("TOTAL_OUTAGE");
        story.breach("PAGE_FAST");
        story.setSeverity("x1", SEV1);

        story.pass(HOUR);

        assertThat(story.incident().severity()).isEqualTo(SEV1);
    }

    @Test
    void what_comes_back_is_as_severe_as_all_that_fires() {
        story.breach("TOTAL_OUTAGE");
        story.resolve("x1", 1);

        story.alert("a1", "warning", HOUR);

        assertThat(story.incident().reopened()).isEqualTo(1);
        assertThat(story.incident().severity()).isEqualTo(SEV1);
    }

    @Test
    void a_snooze_ends_with_a_page() {
        story.breach("TOTAL_OUTAGE");
        story.snooze("x1", Duration.ofHours(2));
        story.act(Act.NOTE, "x2", story.incident().id());

        assertThat(kinds(story.pass(Duration.ofHours(2).minusMillis(1))))
                .doesNotContain("Reopened");
        assertThat(told(story.pass(Duration.ofMillis(1)))).contains("PAGE first");
    }

    @Test
    void whoever_asks_for_help_gets_the_next_step() {
        story.breach("PAGE_FAST");
        story.acknowledge("x1");

        var facts = story.act(Act.ESCALATE, "x2", story.incident().id());
        assertThat(told(facts)).containsExactly("PAGE second");
        assertThat(story.incident().status()).isEqualTo(Status.OPEN);
        assertThat(told(story.act(Act.ESCALATE, "x3", story.incident().id())))
                .containsExactly("PAGE boss");
        assertThat(told(story.act(Act.ESCALATE, "x4", story.incident().id())))
                .containsExactly("PAGE first");
    }

    @Test
    void what_a_person_resolved_stays_over_while_it_goes_on_but_not_when_it_gets_worse() {
        story.alert("a1", "critical", HOUR);
        assertThat(kinds(story.resolve("x0", 7))).containsExactly("ActionRefused");
        story.resolve("x1", 1);
        assertThat(story.state.open()).isEmpty();

        assertThat(told(story.alert("a1", "critical", HOUR.multipliedBy(2)))).isEmpty();
        assertThat(told(story.alert("a2", "critical", HOUR))).containsExactly("PAGE first");
    }

    @Test
    void what_a_person_resolved_and_then_ended_may_fire_again() {
        story.alert("a1", "critical", HOUR);
        story.resolve("x1", 1);
        var first = story.incident().id();
        story.alertEnds("a1");
        story.now = story.now.plus(HOUR);

        assertThat(told(story.alert("a1", "critical", HOUR))).containsExactly("PAGE first");
        assertThat(story.incident().id()).isNotEqualTo(first);
    }

    @Test
    void what_fires_again_within_ten_minutes_goes_on_with_the_same_incident() {
        story.breach("PAGE_FAST");
        var first = story.incident().id();
        story.acknowledge("x1");
        story.breach();
        story.pass(Duration.ofMinutes(9));

        var facts = story.breach("PAGE_FAST");

        assertThat(kinds(facts)).startsWith("Reopened", "CauseChanged");
        assertThat(told(facts)).containsExactly("PAGE first");
        assertThat(story.state.open()).extracting(Incident::id).containsExactly(first);
        story.breach();
        story.pass(Duration.ofMinutes(10));
        story.breach("PAGE_FAST");
        assertThat(story.incident().id()).isNotEqualTo(first);
    }

    @Test
    void what_flaps_stays_open_until_it_was_calm_for_a_quarter_of_an_hour() {
        for (int i = 0; i < 20; i++) {
            story.alert("a1", "critical", HOUR);
            story.pass(Duration.ofMinutes(1));
            story.alertEnds("a1");
            story.pass(Duration.ofMinutes(1));
        }
        assertThat(story.state.opened()).isEqualTo(1);
        assertThat(story.incident().reopened()).isEqualTo(3);

        assertThat(kinds(story.pass(Duration.ofMinutes(13)))).doesNotContain("Resolved");
        assertThat(kinds(story.pass(Duration.ofMinutes(1)))).contains("Resolved");
        assertThat(kinds(story.history).stream().filter("Resolved"::equals)).hasSize(4);
    }

    @Test
    void after_a_downtime_passed_steps_are_one_page_that_says_how_late_it_is() {
        story.breach("PAGE_FAST");
        story.delivery("first", Outcome.ACCEPTED);
        var timer =
                story.state.timers().stream()
                        .filter(one -> one.kind() == Timer.Kind.ACKNOWLEDGEMENT)
                        .findFirst()
                        .orElseThrow();
        story.now = story.now.plus(Duration.ofMinutes(25));

        var facts = story.tell(new Input.TimerFired(timer.id()));

        assertThat(told(facts)).containsExactly("PAGE second");
        assertThat(facts.getLast())
                .isInstanceOfSatisfying(
                        Fact.Paged.class,
                        paged ->
                                assertThat(paged.reason())
                                        .isEqualTo("nobody acknowledged in time, delayed by 20m"));
    }

    @Test
    void all_steps_are_repeated_before_the_last_resort_with_the_times_of_the_severity() {
        var twice =
                new Story(
                        Story.rules(
                                """
                                , "repeat": 1, "updateEvery": {}, "sev1After": "never"
                                """));
        twice.breach("PAGE_FAST");
        var told = new java.util.ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            twice.state.open().getFirst().pages().stream()
                    .filter(page -> page.state() == Page.State.PENDING)
                    .map(Page::target)
                    .forEach(target -> twice.delivery(target, Outcome.ACCEPTED));
            told.addAll(told(twice.pass(Duration.ofMinutes(5))));
        }

        assertThat(told).containsExactly("PAGE second", "PAGE first", "PAGE second", "PAGE boss");
        assertThat(twice.incident().pages()).extracting(Page::id).doesNotHaveDuplicates();
    }

    private static Instant after(int minutes) {
        return Story.NINE.plus(Duration.ofMinutes(minutes));
    }
}
