package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tocsin.responder.budget.Budget;
import tocsin.responder.budget.Budgets;
import tocsin.responder.remediation.Freezes;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.WindowCounts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class SignalsTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    private final Budgets budgets = new Budgets();
    private final Freezes freezes = new Freezes();
    private final Signals signals = new Signals(budgets, freezes);

    @Test
    void a_budget_is_told_with_the_burn_rate_of_the_last_hour() {
        signals.read(signal(0.4));

        assertThat(budgets.of("checkout"))
                .singleElement()
                .satisfies(budget -> {
                    assertThat(budget.consumed()).isEqualTo(0.4);
                    assertThat(budget.period()).isEqualTo(Duration.ofDays(30));
                    assertThat(budget.burn()).isEqualTo(new Budget.Burn(Duration.ofHours(1), 3));
                    assertThat(budget.frozen()).isFalse();
                });
    }

    @Test
    void a_spent_budget_is_frozen_until_five_per_cent_are_back() {
        for (double consumed : new double[] {1.1, 0.97}) {
            signals.read(signal(consumed));
            assertThat(budgets.of("checkout")).extracting(Budget::frozen).containsExactly(true);
        }
        signals.read(signal(0.94));
        assertThat(budgets.of("checkout")).extracting(Budget::frozen).containsExactly(false);
    }

    @Test
    void an_slo_that_is_not_watched_any_more_has_no_budget() {
        signals.read(signal(1.1));
        signals.read(signal(null));

        assertThat(budgets.of("checkout")).isEmpty();
        assertThat(freezes.of("checkout")).isEmpty();
    }

    private static SignalPoint signal(@Nullable Double consumed) {
        return SignalPoint.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId("s").setAt(NINE).build())
                .setKind(SignalKind.SLO)
                .setService("checkout")
                .setSlo("availability")
                .setFacets(
                        List.of(
                                facet("BUDGET_50", 0, 3_600_000, 99),
                                facet("PAGE_FAST", 14_400, 300_000, 20),
                                facet("PAGE_FAST", 14_400, 3_600_000, 3)))
                .setBudget(
                        consumed == null
                                ? null
                                : tocsin.schemas.Budget.newBuilder()
                                        .setPeriodMillis(Duration.ofDays(30).toMillis())
                                        .setCoverage(1)
                                        .setGood(900)
                                        .setTotal(1_000)
                                        .setAllowedBad(10)
                                        .setConsumed(consumed)
                                        .build())
                .build();
    }

    private static Facet facet(String name, long factorMilli, long millis, double burn) {
        return Facet.newBuilder()
                .setName(name)
                .setFiring(false)
                .setFactorMilli(factorMilli)
                .setWindows(List.of(new WindowCounts(millis, NINE, 1.0, 2.0, burn)))
                .build();
    }
}
