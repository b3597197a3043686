package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.responder.incident.Story.kinds;
import static tocsin.responder.incident.Story.told;
import static tocsin.responder.policy.Severity.SEV1;
import static tocsin.responder.policy.Severity.SEV2;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How severe an incident is by how many services fail with it.
class DependantsTest {
    private final Story story = new Story(Story.rules(""));

    @BeforeEach
    void incident() {
        story.breach("PAGE_FAST");
        assertThat(story.incident().severity()).isEqualTo(SEV2);
    }

    @Test
    void three_that_matter_make_it_sev_1_and_the_reason_names_them() {
        assertThat(seen("cart", "search")).isEmpty();

        var facts = seen("cart", "search", "pay");

        assertThat(kinds(facts)).startsWith("CauseChanged", "SeverityRaised");
        assertThat(told(facts)).containsExactly("PAGE lead");
        assertThat(((Fact.SeverityRaised) facts.get(1)).reason())
                .isEqualTo(
                        "3 services that need it fail too (cart, pay, search), 3 of tier 0 or 1 are"
                                + " SEV-1 (matrix default)");
    }

    @Test
    void who_joins_after_that_is_no_news() {
        seen("cart", "search", "pay");

        assertThat(seen("cart", "search", "pay", "mail")).isEmpty();
        assertThat(seen("cart", "search", "pay")).isEmpty();
    }

    @Test
    void it_falls_once_they_have_been_fewer_for_a_while() {
        seen("cart", "search", "pay");
        assertThat(kinds(seen("cart"))).startsWith("CauseChanged");

        story.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(story.incident().severity()).isEqualTo(SEV1);
        story.pass(Duration.ofMillis(1));
        assertThat(story.incident().severity()).isEqualTo(SEV2);
    }

    @Test
    void they_hold_nothing_open_and_are_gone_with_it() {
        seen("cart", "search", "pay");

        assertThat(kinds(story.breach())).contains("Resolved");
        assertThat(seen("cart", "search", "pay")).isEmpty();
        story.breach("PAGE_FAST");
        assertThat(story.incident().severity()).isEqualTo(SEV2);
        assertThat(seen("cart", "search", "pay")).isNotEmpty();
    }

    @Test
    void what_a_person_has_set_gives_way_to_it_as_to_any_worse_cause() {
        story.setSeverity("x1", tocsin.responder.policy.Severity.SEV3);

        seen("cart", "search", "pay");

        assertThat(story.incident().severity()).isEqualTo(SEV1);
    }

    private List<Fact> seen(String... services) {
        return story.tell(
                new Input.TimerFired(
                        Timer.dependants(story.incident().id()),
                        new Seen(
                                0,
                                Arrays.stream(services)
                                        .map(service ->
                                                new Neighbour(
                                                        service,
                                                        service + "-1",
                                                        SEV2,
                                                        Story.NINE,
                                                        true))
                                        .toList())));
    }
}
