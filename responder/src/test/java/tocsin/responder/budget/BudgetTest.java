package tocsin.responder.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class BudgetTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @Test
    void what_burns_at_the_rate_of_the_period_lasts_for_what_is_left_of_it() {
        var half = budget(0.5, new Budget.Burn(Duration.ofHours(1), 1), null);

        assertThat(half.remaining()).isEqualTo(0.5);
        assertThat(half.exhaustedAt()).contains(NINE.plus(Duration.ofDays(15)));
        assertThat(budget(0.5, new Budget.Burn(Duration.ofHours(1), 15), null).exhaustedAt())
                .contains(NINE.plus(Duration.ofDays(1)));
    }

    @Test
    void what_does_not_burn_or_is_spent_has_no_end_to_come() {
        assertThat(budget(0.5, new Budget.Burn(Duration.ofHours(1), 0), null).exhaustedAt())
                .isEmpty();
        assertThat(
                        budget(0.5, new Budget.Burn(Duration.ofHours(1), Double.NaN), null)
                                .exhaustedAt())
                .isEmpty();
        assertThat(budget(0.5, new Budget.Burn(Duration.ofHours(1), 1e-9), null).exhaustedAt())
                .isEmpty();
        assertThat(budget(1.2, new Budget.Burn(Duration.ofHours(1), 3), null).exhaustedAt())
                .isEmpty();
        assertThat(budget(0.5, null, null).exhaustedAt()).isEmpty();
    }

    @Test
    void a_calendar_period_that_ends_before_is_no_end_of_its_budget() {
        var burn = new Budget.Burn(Duration.ofHours(1), 1);

        assertThat(budget(0.5, burn, NINE.minus(Duration.ofDays(20))).exhaustedAt()).isEmpty();
        assertThat(budget(0.5, burn, NINE.minus(Duration.ofDays(10))).exhaustedAt()).isPresent();
    }

    @Test
    void of_each_slo_the_newest_word_counts_until_nobody_watches_it() {
        var budgets = new Budgets();
        budgets.read("checkout", budget(0.5, null, null));
        budgets.read("checkout", budget(0.6, null, null));
        assertThat(budgets.of("checkout")).extracting(Budget::consumed).containsExactly(0.6);

        budgets.forget("checkout", "availability");
        budgets.forget("checkout", "latency");
        assertThat(budgets.of("checkout")).isEmpty();
    }

    private static Budget budget(
            double consumed, Budget.@Nullable Burn burn, @Nullable Instant begin) {
        return new Budget(
                "availability",
                NINE,
                Duration.ofDays(30),
                begin,
                1,
                900,
                1_000,
                200,
                consumed,
                burn,
                Duration.ZERO,
                false);
    }
}
