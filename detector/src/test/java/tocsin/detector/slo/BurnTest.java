package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.Change.Kind;

class BurnTest {
    private static final long HOUR = 3_600;

    /// Time to fire is `factor x budget x window / error ratio` (SRE workbook, chapter 5): 51.84,
    /// 103.68, 518.4 and 2,592 s. Strictly above, in whole seconds, is one more.
    @ParameterizedTest(name = "{0} of 1,000 events bad fires after {1} s")
    @CsvSource({"1000, 52", "500, 104", "100, 519", "20, 2593"})
    void fires_in_the_second_that_the_workbook_predicts(long bad, long seconds) {
        var play = new Play(Slos.of(Slos.PAGE_FAST));
        play.seconds(0, HOUR, 0, 1_000);

        play.seconds(HOUR, HOUR + 3_000, bad, 1_000);

        assertThat(play.steps())
                .filteredOn(told -> told.fires("PAGE_FAST"))
                .first()
                .satisfies(told -> assertThat(told.second()).isEqualTo(HOUR + seconds));
    }

    @Test
    void just_under_the_threshold_never_fires() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.seconds(0, 2 * HOUR, 144, 10_000);

        assertThat(play.steps()).isEmpty();
    }

    @ParameterizedTest(name = "{0} bad events of 100,000 fire: {1}")
    @CsvSource({"1440, false", "1441, true"})
    void exactly_the_threshold_does_not_fire_and_one_event_more_does(long bad, boolean fires) {
        var play = new Play(Slos.of(Slos.PAGE_FAST));
        play.sample(55 * 60, 55 * 60, 0, 90_000);

        play.sample(HOUR, 300, bad, 10_000);

        assertThat(play.steps()).hasSize(fires ? 1 : 0);
    }

    @Test
    void both_windows_have_to_burn() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));
        play.sample(100, 100, 5_000, 100_000);
        play.steps();
        var quiet = new Play(Slos.of(Slos.PAGE_FAST));
        quiet.sample(3_200, 3_200, 0, 10_000_000);

        quiet.sample(3_500, 300, 5_000, 100_000);

        assertThat(play.kinds()).containsExactly(Kind.FIRING);
        assertThat(quiet.kinds()).as("5 % in 5 min, 0.05 % in an hour").isEmpty();
    }

    @ParameterizedTest(name = "{0} bad of {0} fire: {1}")
    @CsvSource({"1, false", "2, true"})
    void one_bad_event_alone_says_nothing(long bad, boolean fires) {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.sample(60, 60, bad, bad);

        assertThat(play.steps()).hasSize(fires ? 1 : 0);
    }

    @Test
    void a_service_whose_first_second_fails_fires_at_once() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.sample(1, 10, 10);

        assertThat(play.steps()).hasSize(1);
    }

    @Test
    void nothing_counted_is_no_opinion() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.silence(0, 100);
        play.seconds(100, 200, 0, 0);

        assertThat(play.steps()).isEmpty();
    }

    @Test
    void half_of_a_whole_minute_failing_is_a_total_outage() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.seconds(0, 70, 1, 2);

        assertThat(play.steps())
                .filteredOn(told -> told.fires("TOTAL_OUTAGE"))
                .first()
                .satisfies(told -> assertThat(told.second()).isEqualTo(60));
    }

    @Test
    void less_than_half_is_none() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));

        play.seconds(0, 120, 49, 100);

        assertThat(play.steps()).noneMatch(told -> told.fires("TOTAL_OUTAGE"));
    }

    @Test
    void late_good_events_that_lower_the_ratio_are_counted_where_they_belong() {
        var play = new Play(Slos.of(Slos.PAGE_FAST));
        play.seconds(0, HOUR, 0, 10);
        play.seconds(HOUR, HOUR + 100, 4, 10);

        play.sample(HOUR + 90, 30, 0, 20_000);
        play.seconds(HOUR + 100, HOUR + 180, 4, 10);

        assertThat(play.steps()).as("without them 4 x 130 of 36,000 are enough").isEmpty();
        play.seconds(HOUR + 180, HOUR + 240, 4, 10);
        assertThat(play.steps().getFirst().second()).as("4 x 202 of 56,000").isEqualTo(HOUR + 202);
    }
}
