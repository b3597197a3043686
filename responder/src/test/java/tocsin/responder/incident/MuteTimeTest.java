package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// The story begins on a Monday at nine in UTC, ten in Vienna.
class MuteTimeTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final Story story =
            new Story(
                    Story.rules(
                            """
                            , "muteTimes": [{"days": ["MON"], "from": "09:30", "to": "10:30",
                              "timeZone": "Europe/Vienna", "severities": ["SEV3", "SEV2"]}]
                            """));

    @Test
    void in_these_hours_nobody_is_told_and_at_their_end_of_what_still_fires() {
        var facts = story.alert("a1", "warning", DAY);
        assertThat(told(facts)).isEmpty();
        assertThat(story.incident().held().by()).isEqualTo("mute/default");
        assertThat(((Fact.Suppressed) facts.get(facts.size() - 2)).reason())
                .isEqualTo(
                        "nobody is told of SEV-2, SEV-3 on MON from 09:30 to 10:30"
                                + " (Europe/Vienna)");

        assertThat(story.pass(Duration.ofMinutes(30).minusSeconds(1))).isEmpty();
        var released = story.pass(Duration.ofSeconds(2));
        assertThat(kinds(released)).startsWith("Released");
        assertThat(told(released)).containsExactly("NOTICE first");
    }

    @Test
    void what_becomes_worse_is_told_at_once() {
        story.alert("a1", "critical", DAY);

        assertThat(told(story.breach("TOTAL_OUTAGE"))).containsExactly("PAGE first", "PAGE lead");
    }

    @Test
    void on_another_day_it_does_not_count() {
        story.pass(DAY);

        assertThat(told(story.alert("a1", "critical", DAY))).containsExactly("PAGE first");
    }
}
