package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Silence;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SilenceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Story story = new Story(Story.rules(""));

    @Test
    void what_is_silenced_pages_nobody_and_is_written_down_once() {
        silence("alertname", "a1");

        var facts = story.alert("a1", "critical", HOUR);

        assertThat(told(facts)).isEmpty();
        assertThat(facts)
                .filteredOn(Fact.Suppressed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Fact.Suppressed.class,
                        suppressed -> {
                            assertThat(suppressed.by()).isEqualTo("s1");
                            assertThat(suppressed.reason()).contains("on-call", "we know");
                        });
        assertThat(story.incident().deadlines()).isEqualTo(Deadlines.NONE);
        assertThat(story.pass(Duration.ofMinutes(40))).isEmpty();
    }

    @Test
    void once_the_silence_is_over_what_still_fires_pages() {
        silence("alertname", "a1");
        story.alert("a1", "critical", HOUR);
        story.pass(Duration.ofMinutes(20));
        loud();

        var facts = story.pass(Duration.ofSeconds(1));

        assertThat(kinds(facts)).startsWith("Released");
        assertThat(told(facts)).containsExactly("PAGE first");
        assertThat(story.incident().deadlines().respondBy())
                .isEqualTo(Story.NINE.plus(Duration.ofMinutes(20 + 15)));
    }

    @Test
    void something_else_that_fires_in_the_middle_of_it_pages_at_once() {
        silence("alertname", "a1");
        story.alert("a1", "critical", HOUR);

        var facts = story.alert("a2", "critical", HOUR);

        assertThat(kinds(facts)).startsWith("CauseChanged", "Released");
        assertThat(told(facts)).containsExactly("PAGE first");
    }

    @Test
    void a_silence_in_the_middle_of_the_ladder_stops_it_at_the_next_step() {
        story.alert("a1", "critical", HOUR);
        silence("alertname", "a1");

        var facts = story.pass(Duration.ofSeconds(60));

        assertThat(told(facts)).isEmpty();
        assertThat(kinds(facts)).contains("Suppressed");
        assertThat(story.page("first").state()).isEqualTo(Page.State.WITHDRAWN);
    }

    @Test
    void another_silence_takes_over_without_a_page() {
        silence("alertname", "a1");
        story.alert("a1", "critical", HOUR);
        story.rules = story.rules.under(List.of(silence("s2", "service", Story.SERVICE)));

        var facts = story.pass(Duration.ofMinutes(1));

        assertThat(kinds(facts)).containsExactly("Suppressed");
        assertThat(story.incident().held().by()).isEqualTo("s2");
    }

    @Test
    void a_notice_is_silenced_too_and_the_end_is_quiet() {
        silence("alertname", "a1");

        assertThat(told(story.alert("a1", "warning", HOUR))).isEmpty();
        assertThat(told(story.alertEnds("a1"))).isEmpty();
        assertThat(story.state.timers()).isEmpty();
    }

    @Test
    void whoever_asks_for_help_is_heard_all_the_same() {
        silence("alertname", "a1");
        story.alert("a1", "critical", HOUR);

        assertThat(told(story.act(Act.ESCALATE, "x1", story.incident().id())))
                .containsExactly("PAGE first");
    }

    private void silence(String label, String value) {
        story.rules = story.rules.under(List.of(silence("s1", label, value)));
    }

    private void loud() {
        story.rules = story.rules.under(List.of());
    }

    static Silence silence(String id, String label, String value) {
        return new Silence(
                id, "SILENCE", Story.NINE, null, "on-call", "we know", Map.of(label, value));
    }
}
