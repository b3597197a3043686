package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;
import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// People practise, and nothing else notices.
class DrillsTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final Story story = new Story();

    @Test
    void it_climbs_the_ladder_until_it_is_acknowledged_and_ends_in_time() {
        assertThat(Story.told(drill("a1", TEN_MINUTES))).containsExactly("PAGE first");
        story.delivery("first", Outcome.ACCEPTED);
        assertThat(Story.told(story.pass(Duration.ofMinutes(5)))).containsExactly("PAGE second");
        story.delivery("second", Outcome.ACCEPTED);
        story.acknowledge("a2");

        var facts = story.pass(Duration.ofMinutes(5));

        assertThat(Story.told(facts))
                .containsExactlyInAnyOrder("RESOLVED first", "RESOLVED second");
        assertThat(story.incident().status()).isEqualTo(Status.RESOLVED);
        assertThat(story.now).isEqualTo(Story.NINE.plus(TEN_MINUTES));
    }

    @Test
    void a_real_incident_stands_beside_it() {
        drill("a1", TEN_MINUTES);

        assertThat(Story.told(story.breach("PAGE_FAST"))).containsExactly("PAGE first");
        assertThat(story.state.open())
                .extracting(Incident::stream)
                .containsExactly(Stream.DRILL, Stream.PAGE);
        assertThat(Story.kinds(story.breach())).contains("Resolved");
        assertThat(story.state.open()).extracting(Incident::stream).containsExactly(Stream.DRILL);
    }

    @Test
    void it_waits_for_nothing_that_the_service_depends_on() {
        var dependent = new Story(Story.dependent(""));

        assertThat(Story.told(dependent.tell(input("a1", TEN_MINUTES, Severity.SEV2))))
                .containsExactly("PAGE first");
    }

    @Test
    void the_same_action_twice_is_one_drill_and_a_second_one_waits_for_its_end() {
        drill("a1", TEN_MINUTES);

        assertThat(drill("a1", TEN_MINUTES)).isEmpty();
        assertThat(refusal(drill("a2", TEN_MINUTES))).endsWith("is not over");
        story.pass(TEN_MINUTES);
        assertThat(Story.told(drill("a3", TEN_MINUTES))).containsExactly("PAGE first");
        assertThat(story.incident().id()).isEqualTo(Drills.incident("checkout", "a3"));
    }

    @Test
    void one_without_an_end_or_a_severity_or_under_another_id_is_refused() {
        assertThat(refusal(drill("a1", Duration.ZERO))).isEqualTo("a drill ends within 4 h");
        assertThat(refusal(drill("a2", Duration.ofHours(5)))).isEqualTo("a drill ends within 4 h");
        assertThat(refusal(story.tell(input("a3", TEN_MINUTES, null))))
                .isEqualTo("which severity is missing");
        var other = input("a4", TEN_MINUTES, Severity.SEV2);
        assertThat(
                        refusal(
                                story.tell(
                                        new Input.Acted(
                                                "a5",
                                                other.act(),
                                                other.incident(),
                                                other.at(),
                                                other.actor(),
                                                "",
                                                other.until(),
                                                other.severity(),
                                                0))))
                .startsWith("the drill of this action is checkout-");
    }

    @Test
    void it_never_becomes_worse_by_itself() {
        story.rules = Story.rules("");
        drill("a1", Duration.ofHours(2));

        story.pass(Duration.ofHours(2));

        assertThat(story.incident().severity()).isEqualTo(Severity.SEV2);
    }

    private List<Fact> drill(String action, Duration time) {
        return story.tell(input(action, time, Severity.SEV2));
    }

    private Input.Acted input(String action, Duration time, @Nullable Severity severity) {
        Instant until = story.now.plus(time);
        return new Input.Acted(
                action,
                Act.DRILL,
                Drills.incident(Story.SERVICE, action),
                story.now,
                "on-call",
                "Tuesday's exercise",
                until,
                severity,
                0);
    }

    private static String refusal(List<Fact> facts) {
        return ((Fact.ActionRefused) facts.getLast()).reason();
    }
}
