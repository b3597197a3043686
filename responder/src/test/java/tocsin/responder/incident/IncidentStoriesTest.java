package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;
import static tocsin.responder.policy.Severity.SEV1;
import static tocsin.responder.policy.Severity.SEV2;
import static tocsin.responder.policy.Severity.SEV3;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;

class IncidentStoriesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Story story = new Story();

    @Test
    void a_breach_and_then_an_alert_are_one_incident_and_one_page() {
        assertThat(told(story.breach("PAGE_FAST"))).containsExactly("PAGE first");
        assertThat(kinds(story.alert("a1", "critical", HOUR))).containsExactly("CauseChanged");

        assertThat(story.state.open()).hasSize(1);
        assertThat(told(story.history)).containsExactly("PAGE first");
        assertThat(story.incident().causes())
                .extracting(Cause::id)
                .containsExactly("breach/b1", "alert/prometheus/a1");
    }

    @Test
    void an_alert_and_then_a_breach_are_one_incident_and_one_page() {
        assertThat(told(story.alert("a1", "critical", HOUR))).containsExactly("PAGE first");
        assertThat(kinds(story.breach("PAGE_FAST"))).containsExactly("CauseChanged");

        assertThat(story.state.open()).hasSize(1);
        assertThat(told(story.history)).containsExactly("PAGE first");
    }

    @Test
    void it_is_resolved_when_no_cause_fires_and_everybody_told_hears_of_it() {
        story.breach("PAGE_FAST");
        story.alert("a1", "critical", HOUR);
        story.delivery("first", Input.DeliveryReported.Outcome.ACCEPTED);

        assertThat(kinds(story.breach())).containsExactly("CauseChanged");
        var end = story.alertEnds("a1");

        assertThat(kinds(end)).containsExactly("CauseChanged", "Resolved", "Paged");
        assertThat(told(end)).containsExactly("RESOLVED first");
        assertThat(story.state.open()).isEmpty();
        assertThat(story.state.timers()).isEmpty();
        assertThat(story.incident().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void resolving_takes_back_pages_that_nobody_has_accepted_and_tells_nobody_of_it() {
        story.breach("PAGE_FAST");

        assertThat(told(story.breach())).isEmpty();

        assertThat(story.page("first").state()).isEqualTo(Page.State.WITHDRAWN);
    }

    @Test
    void a_page_that_may_have_arrived_is_followed_by_the_end() {
        story.breach("PAGE_FAST");
        story.delivery("first", Input.DeliveryReported.Outcome.OUTCOME_UNKNOWN);

        assertThat(told(story.breach())).containsExactly("RESOLVED first");
    }

    @Test
    void a_page_that_arrives_after_the_end_is_followed_by_it_once() {
        story.breach("PAGE_FAST");
        story.breach();

        var late = story.delivery("first", Input.DeliveryReported.Outcome.ACCEPTED);

        assertThat(told(late)).containsExactly("RESOLVED first");
        assertThat(told(story.delivery("first", Input.DeliveryReported.Outcome.ACCEPTED)))
                .isEmpty();
    }

    @Test
    void the_same_cause_again_opens_another_incident_with_pages_of_its_own() {
        story.alert("a1", "critical", HOUR);
        var first = story.incident();
        story.alertEnds("a1");
        story.alert("a1", "critical", HOUR);

        assertThat(story.incident().id()).isNotEqualTo(first.id()).matches("checkout-[a-z2-7]{6}");
        assertThat(story.page("first").id()).isNotEqualTo(first.pages().getFirst().id());
    }

    @Test
    void a_notice_tells_and_waits_for_nothing() {
        assertThat(told(story.alert("a1", "warning", HOUR))).containsExactly("NOTICE first");
        story.delivery("first", Input.DeliveryReported.Outcome.ACCEPTED);

        assertThat(story.incident().severity()).isEqualTo(SEV3);
        assertThat(story.state.timers()).extracting(Timer::kind).containsExactly(Timer.Kind.EXPIRY);
        assertThat(told(story.alertEnds("a1"))).containsExactly("RESOLVED first");
    }

    @Test
    void a_raise_from_what_can_wait_to_what_cannot_starts_the_ladder() {
        story.alert("a1", "warning", HOUR);
        story.acknowledge("x1");

        var facts = story.breach("PAGE_FAST");

        assertThat(kinds(facts)).containsExactly("CauseChanged", "SeverityRaised", "Paged");
        assertThat(told(facts)).containsExactly("PAGE first");
        assertThat(story.page("first").round()).isEqualTo(1);
        assertThat(story.incident().status()).isEqualTo(Status.OPEN);
        assertThat(told(story.pass(Duration.ofSeconds(60)))).containsExactly("PAGE second");
    }

    @Test
    void a_raise_to_sev_1_adds_only_those_not_yet_paged() {
        story.breach("PAGE_FAST");
        assertThat(story.incident().severity()).isEqualTo(SEV2);

        var facts = story.breach("PAGE_FAST", "TOTAL_OUTAGE");

        assertThat(story.incident().severity()).isEqualTo(SEV1);
        assertThat(told(facts)).containsExactly("PAGE lead");
        assertThat(told(story.breachOf("b2", "TOTAL_OUTAGE"))).isEmpty();
    }

    @Test
    void ticket_facets_have_an_incident_of_their_own_that_never_pages() {
        assertThat(told(story.breach("PAGE_FAST", "TICKET_FAST")))
                .containsExactly("PAGE first", "NOTICE first");
        assertThat(story.state.open())
                .extracting(Incident::stream)
                .containsExactly(Stream.PAGE, Stream.BUDGET);
        assertThat(story.state.open()).extracting(Incident::id).doesNotHaveDuplicates();

        story.breach("TICKET_FAST");

        assertThat(story.state.open()).extracting(Incident::stream).containsExactly(Stream.BUDGET);
        assertThat(story.state.resolved())
                .extracting(Incident::stream)
                .containsExactly(Stream.PAGE);
    }

    @Test
    void an_alert_told_again_is_news_only_when_its_expiry_moves_by_more_than_a_minute() {
        story.alert("a1", "critical", Duration.ofMinutes(5));

        story.now = story.now.plusSeconds(60);
        assertThat(story.alert("a1", "critical", Duration.ofMinutes(5))).isEmpty();
        story.now = story.now.plusSeconds(1);
        assertThat(kinds(story.alert("a1", "critical", Duration.ofMinutes(5))))
                .containsExactly("CauseChanged");
        assertThat(kinds(story.alert("a1", "warning", Duration.ofMinutes(5))))
                .containsExactly("CauseChanged");
    }

    @Test
    void an_alert_that_is_not_told_again_ends_but_never_early() {
        story.alert("a1", "critical", Duration.ofMinutes(5));
        story.acknowledge("x1");

        assertThat(story.pass(Duration.ofMinutes(6).minusMillis(1))).isEmpty();
        assertThat(kinds(story.pass(Duration.ofMillis(1)))).contains("CauseChanged", "Resolved");
    }

    @Test
    void a_breach_told_twice_is_no_news() {
        story.breach("PAGE_FAST");

        assertThat(story.breach("PAGE_FAST")).isEmpty();
        assertThat(story.breach("BUDGET_EXHAUSTED")).isNotEmpty();
    }

    @Test
    void what_clears_without_having_fired_is_nothing() {
        assertThat(story.breach()).isEmpty();
        assertThat(story.alertEnds("a1")).isEmpty();
        assertThat(story.state).isEqualTo(ServiceState.of("checkout"));
    }

    @Test
    void a_flood_of_alerts_does_not_grow_the_state_without_end() {
        IntStream.range(0, 100).forEach(n -> story.alert("a" + n, "critical", HOUR));
        assertThat(story.incident().causes()).hasSize(Incident.FIRING_ALERTS_MAX);
        IntStream.range(0, 150)
                .forEach(n -> {
                    story.alertEnds("a" + n);
                    story.alert("a" + (n + 100), "critical", HOUR);
                });

        assertThat(story.incident().causes().stream().filter(cause -> !cause.firing()))
                .hasSize(Incident.ENDED_CAUSES_KEPT);
        assertThat(kinds(story.breach("TOTAL_OUTAGE"))).contains("SeverityRaised");
    }
}
