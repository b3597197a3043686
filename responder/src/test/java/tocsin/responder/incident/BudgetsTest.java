package tocsin.responder.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tocsin.responder.incident.Input.DeliveryReported.Outcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How people hear of an error budget.
class BudgetsTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

    private final Story story =
            new Story(
                    Story.rules(
                            """
                            , "respondWithin": {}, "updateEvery": {}, "sev1After": "never",
                              "acknowledgedFor": "never", "lowerAfter": "never",
                              "reopenWithin": "never",
                              "budgets": [{"name": "team", "channels": ["chat"]}]
                            """));

    @Test
    void each_step_is_told_once_in_a_period() {
        assertThat(told(JANUARY, "BUDGET_50")).containsExactly("50 % of the error budget is spent");
        assertThat(told(JANUARY, "BUDGET_50")).isEmpty();
        assertThat(told(JANUARY, "BUDGET_50", "BUDGET_80"))
                .containsExactly("80 % of the error budget is spent");
        assertThat(told(JANUARY, "BUDGET_50")).isEmpty();
        assertThat(told(JANUARY, "BUDGET_50", "BUDGET_80")).isEmpty();
        assertThat(told(FEBRUARY, "BUDGET_50"))
                .containsExactly("50 % of the error budget is spent");
        assertThat(story.incident().pages())
                .allMatch(page -> page.kind() == Page.Kind.BUDGET)
                .allMatch(page -> page.deliverBy() == null)
                .extracting(Page::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void what_is_spent_and_back_and_spent_again_is_told_each_time() {
        assertThat(told(null, "BUDGET_50", "BUDGET_EXHAUSTED", "TICKET_FAST"))
                .containsExactly("all of the error budget is spent");
        assertThat(told(null, "BUDGET_50", "TICKET_FAST"))
                .containsExactly("part of the error budget is back");
        assertThat(told(null, "BUDGET_50", "BUDGET_EXHAUSTED", "TICKET_FAST"))
                .containsExactly("all of the error budget is spent");
        assertThat(told(null, "TICKET_FAST")).containsExactly("part of the error budget is back");
        assertThat(told(null, "BUDGET_50", "TICKET_FAST")).isEmpty();
    }

    @Test
    void who_hears_of_tickets_hears_of_a_fast_burn_as_ever() {
        told(JANUARY, "BUDGET_50");

        assertThat(Story.told(change(JANUARY, "BUDGET_50", "TICKET_FAST")))
                .containsExactly("NOTICE first");
        assertThat(Story.told(change(JANUARY, "BUDGET_50"))).isEmpty();
        assertThat(Story.told(change(JANUARY, "BUDGET_50", "TICKET_FAST"))).isEmpty();
    }

    @Test
    void what_no_channel_takes_wakes_nobody_else() {
        told(JANUARY, "BUDGET_50");

        var facts = story.delivery("team", Outcome.UNDELIVERABLE);

        assertThat(Story.kinds(facts)).containsExactly("DeliveryChanged");
        assertThat(story.incident().heardOfBudgetsOnly("team")).isTrue();
        assertThat(story.pass(Duration.ofHours(2))).isEmpty();
    }

    @Test
    void without_targets_of_its_own_the_first_step_is_told() {
        story.rules = Story.RULES;

        assertThat(Story.told(change(JANUARY, "BUDGET_50"))).containsExactly("BUDGET first");
    }

    private List<String> told(@Nullable Instant begin, String... facets) {
        return change(begin, facets).stream()
                .filter(Fact.Paged.class::isInstance)
                .map(Fact.Paged.class::cast)
                .filter(paged -> paged.page().kind() == Page.Kind.BUDGET)
                .map(Fact.Paged::reason)
                .toList();
    }

    private List<Fact> change(@Nullable Instant begin, String... facets) {
        return story.tell(
                new Input.BreachChanged(
                        "b1",
                        story.now,
                        Arrays.stream(facets).map(name -> new Input.Facet(name, 1)).toList(),
                        "checkout burns",
                        "82 % of the error budget is spent",
                        Map.of("service", Story.SERVICE),
                        new Input.Budget(begin, 0.82, false)));
    }
}
