package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.Test;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/// More alerts than anybody reads: they are counted, and what matters of them is kept.
class FoldingTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final Story story = new Story();

    @Test
    void the_first_hundred_alerts_are_causes_and_the_rest_is_folded_into_one() {
        flood(0, 2_000, "critical");

        assertThat(story.incident().firing()).hasSize(101);
        assertThat(folded().text()).isEqualTo("further alerts, such as: errors");
        assertThat(folded().labels()).containsOnly(Map.entry("service", "checkout"));
        assertThat(story.history).hasSizeLessThan(250);
        assertThat(told(story.history)).containsExactly("PAGE first");
    }

    @Test
    void how_many_were_folded_is_said_once_and_then_every_ten_seconds() {
        flood(0, 101, "critical");
        story.seen = Seen.folded(7);

        var facts = story.pass(Duration.ofSeconds(19));

        assertThat(kinds(facts)).containsOnly("Folded").hasSize(2);
        assertThat(story.incident().folding()).extracting("alerts").isEqualTo(14L);
    }

    @Test
    void what_is_folded_and_worse_raises_the_incident() {
        flood(0, 200, "warning");
        assertThat(story.incident().severity()).isEqualTo(Severity.SEV3);

        var facts = story.alert("worse", "critical", FIVE_MINUTES);

        assertThat(kinds(facts)).contains("SeverityRaised");
        assertThat(told(facts)).containsExactly("PAGE first");
        assertThat(story.incident().cause("alert/prometheus/worse")).isPresent();
    }

    @Test
    void it_holds_the_incident_until_none_was_repeated_in_time() {
        flood(0, 300, "critical");
        IntStream.range(0, 100).forEach(n -> story.alertEnds("a" + n));
        assertThat(story.incident().status()).isEqualTo(Status.OPEN);

        story.pass(Duration.ofMinutes(3));
        flood(100, 300, "critical");
        IntStream.range(100, 200).forEach(n -> story.alertEnds("a" + n));
        story.pass(Duration.ofMinutes(3).plusSeconds(1));
        assertThat(story.incident().status())
                .as("those left may still fire")
                .isEqualTo(Status.OPEN);

        story.pass(FIVE_MINUTES);
        assertThat(story.incident().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void a_storm_that_a_person_resolved_pages_nobody_again() {
        flood(0, 300, "critical");
        story.resolve("x1", story.incident().revision());

        assertThat(flood(0, 300, "critical")).isZero();
        assertThat(story.state.open()).isEmpty();
    }

    @Test
    void an_alert_that_flaps_without_end_is_folded_at_last() {
        int facts = 0;
        story.breach("PAGE_FAST");
        for (int n = 0; n < 5_000; n++) {
            facts += story.alert("a", "critical", FIVE_MINUTES).size();
            facts += story.alertEnds("a").size();
        }

        assertThat(facts).isLessThan(1_100);
        assertThat(folded().firing()).isTrue();
    }

    @Test
    void huge_labels_do_not_grow_the_state_without_end() {
        var labels = Map.of("service", "checkout", "stack", "x".repeat(9_000));
        for (int n = 0; n < 500; n++) {
            story.tell(
                    new Input.AlertChanged(
                            "prometheus",
                            "a" + n,
                            story.now,
                            true,
                            "critical",
                            null,
                            "title",
                            "text",
                            labels,
                            ""));
        }

        assertThat(story.incident().weight()).isLessThan(120_000);
        assertThat(folded().expiresAt()).isEqualTo(story.now.plus(Duration.ofHours(1)));
    }

    private int flood(int from, int to, String severity) {
        return IntStream.range(from, to)
                .map(n -> story.alert("a" + n, severity, FIVE_MINUTES).size())
                .sum();
    }

    private Cause folded() {
        return story.incident().cause(Cause.FOLDED).orElseThrow();
    }
}
