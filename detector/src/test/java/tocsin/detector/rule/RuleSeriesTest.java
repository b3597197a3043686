package tocsin.detector.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.detector.rule.RuleChange.Kind;
import tocsin.detector.window.Binomial;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

class RuleSeriesTest {
    private static final long MINUTE = 60_000;
    private static final long DELAY = 15_000;
    private static final Condition ABOVE_5_PERCENT =
            new Condition.Share(MINUTE, 50_000_000, false, 30_000_000, new Guards(5, 0));

    private final RuleSeries series = new RuleSeries(new Ring(1), RuleState.NEW);
    private final List<RuleChange> told = new ArrayList<>();
    private Rule rule = rule(30_000, ABOVE_5_PERCENT);
    private long second;

    @Test
    void it_fires_once_its_condition_has_held_for_long_enough() {
        seconds(120, 0, 10);
        seconds(33, 10, 10);
        assertThat(told).isEmpty();

        seconds(1, 10, 10);

        // 10 of 600 bad is no more than 5 %: it holds from the fourth second on.
        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING);
        assertThat(told.getFirst().at()).isEqualTo(154_000);
        assertThat(series.state().pending()).isEqualTo(124_000);
    }

    @Test
    void a_condition_that_does_not_last_is_forgotten() {
        seconds(120, 0, 10);
        seconds(5, 10, 10);
        seconds(300, 0, 1_000);

        assertThat(told).isEmpty();
        assertThat(series.state().pending()).isEqualTo(RuleState.NEVER);
    }

    @Test
    void it_clears_once_it_has_been_below_for_long_enough_at_the_watermark() {
        seconds(60, 10, 10);
        assertThat(told).hasSize(1);

        seconds(300, 0, 10);

        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING, Kind.CLEARED);
        var cleared = told.getLast();
        assertThat(cleared.breachId()).isEqualTo(told.getFirst().breachId());
        assertThat(cleared.revision()).isEqualTo(2);
        // Below 3 % after 59 s of recovery, seen 15 s later, and then for two minutes.
        assertThat(cleared.at()).isEqualTo((60 + 59 + 15 + 120) * 1_000L);
    }

    @Test
    void too_few_bad_ones_say_nothing() {
        seconds(120, 0, 0);
        seconds(4, 1, 1);
        assertThat(series.state().pending()).isEqualTo(RuleState.NEVER);

        seconds(1, 1, 1);
        assertThat(series.state().pending()).isEqualTo(125_000);
    }

    @Test
    void of_a_silent_service_counts_what_it_said_last_for_ten_windows() {
        seconds(60, 10, 10);
        silence(10 * 60 + DELAY / 1_000 - 1);
        assertThat(told).hasSize(1);

        silence(130);

        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING, Kind.CLEARED);
    }

    @Test
    void silence_is_no_restart() {
        rule = rule(0, new Condition.Count(10 * MINUTE, 3, 1, Guards.NONE));
        seconds(1, 1, 1);
        seconds(60, 0, 0);
        seconds(1, 1, 1);
        assertThat(told).isEmpty();
        seconds(1, 1, 1);
        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING);

        silence(10 * 60 + DELAY / 1_000 + 110);
        assertThat(told).hasSize(1);
        silence(10);

        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING, Kind.CLEARED);
    }

    @Test
    void what_comes_and_goes_is_told_of_once_and_then_no_more_until_it_is_quiet() {
        rule = rule(0, ABOVE_5_PERCENT);
        for (int times = 0; times < 5; times++) {
            seconds(60, 10, 10);
            seconds(240, 0, 10);
        }

        assertThat(told)
                .extracting(RuleChange::kind)
                .containsExactly(Kind.FIRING, Kind.CLEARED, Kind.FIRING, Kind.UPDATED);
        assertThat(told.getLast().flapping()).isTrue();
        assertThat(RuleSentence.of("checkout", "errors", told.getLast()))
                .contains("comes and goes");

        seconds(15 * 60, 0, 10);

        assertThat(told).hasSize(5);
        assertThat(told.getLast().kind()).isEqualTo(Kind.CLEARED);
        assertThat(told.getLast().breachId()).isEqualTo(told.get(2).breachId());
        assertThat(series.state().flapping()).isFalse();
    }

    @Test
    void what_flapped_and_then_stays_bad_is_told_of_again() {
        rule = rule(0, ABOVE_5_PERCENT);
        for (int times = 0; times < 3; times++) {
            seconds(60, 10, 10);
            seconds(240, 0, 10);
        }
        seconds(20 * 60, 10, 10);

        assertThat(told.getLast().kind()).isEqualTo(Kind.UPDATED);
        assertThat(told.getLast().firing()).isTrue();
        assertThat(told.getLast().flapping()).isFalse();
    }

    @Test
    void checks_that_fail_in_a_row_are_over_once_as_many_have_succeeded() {
        rule = rule(0, new InARow(3));
        checks(true, true, false, true, true);
        assertThat(told).isEmpty();

        checks(true);
        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING);
        assertThat(RuleSentence.of("checkout", "errors", told.getFirst()))
                .isEqualTo("checkout: 3 checks in a row failed, 3 or more (rule errors)");

        checks(false, false, true, false, false);
        silence(130);
        assertThat(told).hasSize(1);
        checks(false);
        silence(122);
        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING, Kind.CLEARED);
    }

    @Test
    void a_share_that_may_be_chance_says_nothing() {
        rule =
                rule(
                        0,
                        new Condition.Share(
                                MINUTE,
                                50_000_000,
                                false,
                                30_000_000,
                                Guards.NONE.testing(new Binomial(0.05, 0.01))));
        seconds(40, 0, 1);
        seconds(5, 1, 1);
        assertThat(told).isEmpty();

        seconds(2, 1, 1);

        assertThat(told).extracting(RuleChange::kind).containsExactly(Kind.FIRING);
    }

    private void checks(boolean... bad) {
        for (boolean one : bad) {
            second++;
            series.known().found(second * 1_000, one);
            series.count(second * 1_000 - 1, second * 1_000, one ? 1 : 0, 1, (_, _) -> {});
            evaluate();
        }
    }

    @Test
    void a_rule_that_is_gone_takes_its_breach_along() {
        seconds(60, 10, 10);

        var withdrawn = series.withdraw();

        assertThat(withdrawn).get().extracting(RuleChange::kind).isEqualTo(Kind.CLEARED);
        assertThat(RuleSentence.of("checkout", "errors", withdrawn.orElseThrow()))
                .isEqualTo("checkout: nothing watches this any more (rule errors)");
        assertThat(series.withdraw()).isEmpty();
    }

    @Test
    void the_sentence_says_what_was_counted_and_what_is_too_much() {
        seconds(60, 0, 10);
        seconds(60, 1, 10);
        seconds(400, 0, 10);

        assertThat(told)
                .extracting(change -> RuleSentence.of("checkout", "errors", change))
                .containsExactly(
                        "checkout: 59 of 600 events failed in the last minute (9.8 %), more than"
                                + " 5 % (rule errors)",
                        "checkout: 0 of 600 events failed in the last minute (0 %), not more than"
                                + " 5 % (rule errors)");
    }

    @Test
    void a_longer_window_finds_what_the_shorter_one_has_kept() {
        series.count(0, 3_000_000, 3_000, 30_000, (_, _) -> {});
        var longer =
                rule(
                        0,
                        new Condition.Share(
                                120 * MINUTE, 50_000_000, false, 45_000_000, Guards.NONE));
        series.ring().reach(longer.longest(), (_, _) -> {});

        assertThat(series.evaluate("checkout", longer, 3_000_000 - DELAY))
                .get()
                .extracting(change -> change.windows().getFirst().sum().totalEvents())
                .isEqualTo(30_000.0);
    }

    private static Rule rule(long forMillis, Condition condition) {
        return new Rule(
                "errors",
                "availability",
                new Measure.Events(),
                "DEGRADED",
                List.of(condition),
                forMillis,
                2 * MINUTE,
                MINUTE,
                0);
    }

    private void seconds(long count, long bad, long total) {
        LongStream.range(0, count)
                .forEach(_ -> {
                    second++;
                    series.count(second * 1_000 - 1_000, second * 1_000, bad, total, (_, _) -> {});
                    evaluate();
                });
    }

    private void silence(long count) {
        LongStream.range(0, count)
                .forEach(_ -> {
                    second++;
                    evaluate();
                });
    }

    private void evaluate() {
        series.evaluate("checkout", rule, second * 1_000 - DELAY).ifPresent(told::add);
    }
}
