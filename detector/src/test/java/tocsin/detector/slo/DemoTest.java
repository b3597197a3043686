package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static tocsin.detector.slo.Change.Kind.CLEARED;
import static tocsin.detector.slo.Change.Kind.FIRING;
import static tocsin.detector.slo.Change.Kind.UPDATED;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// The demo's story: 30 s calm, 90 s in which everything fails, then recovery.
class DemoTest {
    private static final long CALM = 30;
    private static final long OUTAGE = 90;
    private static final long END = CALM + OUTAGE;

    private final Play play = new Play(Slos.of(Slos.DEMO));

    @BeforeEach
    void play() {
        play.seconds(0, CALM, 0, 10);
        play.seconds(CALM, END, 10, 10);
        play.seconds(END, END + 180, 0, 10);
    }

    @Test
    void pages_within_three_seconds_and_is_over_a_minute_after_recovery() {
        assertThat(play.steps().getFirst().second()).isBetween(CALM, CALM + 3);
        assertThat(play.steps().getLast().second()).isBetween(END, END + 60);
    }

    @Test
    void is_one_breach_from_firing_to_cleared() {
        var steps = play.steps();

        assertThat(play.kinds()).startsWith(FIRING, UPDATED).endsWith(CLEARED);
        assertThat(play.kinds()).containsOnlyOnce(FIRING, CLEARED);
        assertThat(steps).extracting(told -> told.change().breachId()).containsOnly(id(steps));
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).change().revision()).isEqualTo(i + 1);
        }
    }

    @Test
    void becomes_a_total_outage_once_half_of_a_whole_minute_failed() {
        var total = play.steps().stream().filter(told -> told.fires("TOTAL_OUTAGE")).findFirst();

        assertThat(total).get().extracting(Play.Told::kind).isEqualTo(UPDATED);
        assertThat(total.orElseThrow().second()).isEqualTo(60);
    }

    @Test
    void tells_how_much_of_the_budget_is_spent_and_how_much_history_that_rests_on() {
        var last =
                play.steps().stream()
                        .filter(told -> told.second() <= END + 5)
                        .toList()
                        .getLast()
                        .change()
                        .standing()
                        .budget();
        var end = play.steps().getLast().change().standing().budget();

        assertThat(end.bad()).isEqualTo(900);
        assertThat(end.consumed()).isCloseTo(0.0347, within(0.0002));
        assertThat(end.coverage()).isCloseTo(160.0 / 2_592_000, within(2e-5));
        assertThat(last.allowedBad()).isCloseTo(25_920, within(1.0));
    }

    @Test
    void says_so_in_sentences_that_a_sleepy_person_understands() {
        assertThat(play.steps())
                .extracting(told -> Sentence.of(play.slo(), told.change().standing()))
                .containsExactly(
                        "checkout: 20 of 200 events failed in the last 20 s (10 %) and 6.3 % over"
                                + " 2 min, 100 times what the 99.9 % objective allows; less than"
                                + " 0.1 % of the 30-day error budget is spent, and at this rate all"
                                + " of it in 7 h",
                        "checkout: 200 of 200 events failed in the last 20 s (100 %) and 50 % over"
                                + " 2 min, 1,000 times what the 99.9 % objective allows; 1.2 % of"
                                + " the 30-day error budget is spent, and at this rate all of it in"
                                + " 43 min",
                        "checkout is recovering: 150 of 600 events failed in the last minute"
                                + " (25 %); 3.5 % of the 30-day error budget is spent",
                        "checkout is back within its 99.9 % objective: 0 of 200 events failed in"
                                + " the last 20 s (0 %); 3.5 % of the 30-day error budget is"
                                + " spent");
    }

    @Test
    void says_how_much_of_the_budget_went_lately_when_some_was_gone_before() {
        var again = new Play(Slos.of(Slos.DEMO));
        again.seconds(0, 3_600, 0, 1_000);
        again.seconds(3_600, 3_620, 1_000, 1_000);
        again.seconds(3_620, 7_200, 0, 1_000);
        again.seconds(7_200, 7_220, 10_000, 10_000);

        assertThat(Sentence.of(again.slo(), again.steps().getLast().change().standing()))
                .isEqualTo(
                        "checkout: 60,000 of 74,000 events failed in the last 20 s (81 %) and 34 %"
                                + " over 2 min, 811 times what the 99.9 % objective allows; 3.1 %"
                                + " of the 30-day error budget is spent, 2.3 % in the last 2 min,"
                                + " and at this rate all of it in 18 min");
    }

    @Test
    void says_that_a_service_went_silent_instead_of_calling_it_well() {
        var silent = new Play(Slos.of(Slos.DEMO));
        silent.seconds(0, CALM, 0, 10);
        silent.seconds(CALM, END, 10, 10);
        silent.silence(END, END + 3_600);

        assertThat(Sentence.of(silent.slo(), silent.steps().getLast().change().standing()))
                .startsWith("checkout went silent: 200 of 200 events failed in the last 20 s");
    }

    private static String id(List<Play.Told> steps) {
        return steps.getFirst().change().breachId();
    }
}
