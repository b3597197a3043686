package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.util.List;

/// A service that depends on others, and what they have.
class InhibitionTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Story story = new Story(Story.dependent(""));

    @Test
    void a_page_waits_for_news_of_what_the_service_depends_on() {
        assertThat(kinds(story.alert("a1", "critical", HOUR))).contains("Suppressed");
        assertThat(told(story.pass(WAIT.minusMillis(1)))).isEmpty();

        var facts = story.pass(SECOND);

        assertThat(kinds(facts)).startsWith("Released");
        assertThat(told(facts)).containsExactly("PAGE first");
        assertThat(story.incident().deadlines().respondBy())
                .as("the clock of the answer ran meanwhile")
                .isEqualTo(Story.NINE.plus(Duration.ofMinutes(15)));
    }

    @Test
    void an_incident_of_what_it_depends_on_holds_its_page() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));

        assertThat(kinds(story.pass(SECOND))).contains("Suppressed");
        assertThat(story.incident().root()).contains("db-1");
        assertThat(story.incident().deadlines()).isEqualTo(Deadlines.NONE);
        assertThat(story.pass(Duration.ofMinutes(40))).isEmpty();

        var over = story.alertEnds("a1");
        assertThat(kinds(over)).containsExactly("CauseChanged", "Resolved");
    }

    @Test
    void when_the_root_is_over_and_it_still_fires_it_pages_after_a_wait() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(Duration.ofMinutes(10));
        sees();

        var waits = story.pass(SECOND);
        assertThat(told(waits)).isEmpty();
        assertThat(((Fact.Suppressed) waits.getFirst()).reason()).startsWith("db-1 is over");

        assertThat(told(story.pass(WAIT))).containsExactly("PAGE first");
    }

    @Test
    void another_root_takes_over_without_a_page() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(SECOND);
        sees(root("db-2", false));

        assertThat(kinds(story.pass(SECOND))).containsExactly("Suppressed");
        assertThat(story.incident().root()).contains("db-2");
    }

    @Test
    void a_root_that_stays_is_kept_though_a_newer_one_comes() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(SECOND);
        sees(root("db-1", false), root("db-2", false));

        assertThat(story.pass(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void what_waits_itself_is_waited_for_only_once_more() {
        story.alert("a1", "critical", HOUR);
        sees(root("api-1", true));

        assertThat(told(story.pass(WAIT.multipliedBy(2).minusMillis(1)))).isEmpty();
        assertThat(told(story.pass(SECOND))).containsExactly("PAGE first");
    }

    @Test
    void whoever_asks_for_help_is_heard_all_the_same() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(SECOND);

        assertThat(told(story.act(Act.ESCALATE, "x1", story.incident().id())))
                .containsExactly("PAGE first");
        assertThat(story.incident().held()).isNull();
    }

    @Test
    void who_takes_it_on_while_it_is_attached_is_not_paged_when_the_root_is_over() {
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(SECOND);
        story.acknowledge("x1");
        sees();

        assertThat(told(story.pass(Duration.ofMinutes(50)))).isEmpty();
    }

    @Test
    void who_takes_it_on_ends_the_wait_so_that_others_can_be_attached_to_it() {
        story.alert("a1", "critical", HOUR);
        story.pass(SECOND);

        assertThat(kinds(story.acknowledge("x1"))).contains("Released");
        assertThat(story.incident().held()).isNull();
        assertThat(told(story.pass(WAIT))).isEmpty();
    }

    @Test
    void what_can_wait_is_told_at_once() {
        assertThat(told(story.alert("a1", "warning", HOUR))).containsExactly("NOTICE first");

        sees(root("db-1", false));
        assertThat(told(story.alert("a2", "critical", HOUR))).isEmpty();
        story.pass(SECOND);
        assertThat(story.incident().root()).contains("db-1");
    }

    @Test
    void a_silence_that_ends_while_the_root_is_open_pages_nobody() {
        var calm = story.rules;
        story.rules = story.rules.under(List.of(SilenceTest.silence("s1", "alertname", "a1")));
        story.alert("a1", "critical", HOUR);
        sees(root("db-1", false));
        story.pass(Duration.ofMinutes(1));
        assertThat(story.incident().held().kind()).isEqualTo(Incident.Hold.SILENCED);

        story.rules = calm;
        assertThat(told(story.pass(Duration.ofMinutes(1)))).isEmpty();
        assertThat(story.incident().root()).contains("db-1");
    }

    @Test
    void never_means_that_nothing_is_waited_for() {
        var hasty = new Story(Story.dependent(", \"holdForDependencies\": \"never\""));

        assertThat(told(hasty.alert("a1", "critical", HOUR))).containsExactly("PAGE first");
    }

    private void sees(Neighbour... neighbours) {
        story.seen = new Seen(0, List.of(neighbours));
    }

    private static Neighbour root(String id, boolean waiting) {
        return new Neighbour(
                id.substring(0, id.indexOf('-')), id, Severity.SEV2, Story.NINE, waiting);
    }
}
