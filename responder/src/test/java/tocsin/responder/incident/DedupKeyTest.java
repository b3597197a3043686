package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Alerts that say themselves what belongs together.
class DedupKeyTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Story story = new Story(Story.rules(""));

    @Test
    void alerts_with_a_key_are_an_incident_of_their_own() {
        assertThat(told(story.alert("a1", "critical", HOUR))).containsExactly("PAGE first");

        assertThat(told(story.alert("a2", "critical", HOUR, "disk"))).containsExactly("PAGE first");
        assertThat(told(story.alert("a3", "critical", HOUR, "disk"))).isEmpty();
        assertThat(told(story.alert("a4", "critical", HOUR))).isEmpty();

        assertThat(story.state.open()).extracting(Incident::key).containsExactly("", "disk");
        assertThat(story.state.open())
                .extracting(incident -> incident.firing().size())
                .containsExactly(2, 2);
    }

    @Test
    void each_ends_by_itself_and_is_reopened_by_its_own() {
        story.alert("a1", "critical", HOUR);
        story.alert("a2", "critical", HOUR, "disk");
        var disk = story.incident().id();

        assertThat(kinds(story.alertEnds("a2"))).contains("Resolved");
        assertThat(story.state.open()).hasSize(1);

        story.pass(Duration.ofMinutes(2));
        assertThat(kinds(story.alert("a5", "critical", HOUR, "disk"))).contains("Reopened");
        assertThat(story.state.open())
                .filteredOn(incident -> incident.key().equals("disk"))
                .extracting(Incident::id)
                .containsExactly(disk);
    }

    @Test
    void an_alert_that_is_told_again_is_no_news() {
        story.alert("a2", "critical", HOUR, "disk");

        assertThat(story.alert("a2", "critical", HOUR, "disk")).isEmpty();
    }

    @Test
    void a_key_for_every_alert_is_not_a_page_for_every_alert() {
        for (int n = 0; n < 1_000; n++) {
            story.alert("a" + n, "critical", HOUR, "key-" + n);
        }

        assertThat(story.state.open()).hasSize(ServiceState.KEYS_OPEN_MAX + 1);
        assertThat(told(story.history)).hasSize(ServiceState.KEYS_OPEN_MAX + 1);
    }

    @Test
    void what_is_not_repeated_expires_where_it_was_gathered() {
        story.alert("a2", "critical", Duration.ofMinutes(5), "disk");

        story.pass(Duration.ofMinutes(7));

        assertThat(story.state.open()).isEmpty();
    }
}
