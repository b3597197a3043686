package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.detector.slo.Change.Kind.CLEARED;
import static tocsin.detector.slo.Change.Kind.FIRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ClearingTest {
    private static final BurnPolicy QUICK =
            new BurnPolicy(
                    "quick", List.of(Slos.pair("PAGE_FAST", 14_400, "2m", "20s")), 10_000, 20_000);

    /// Time in seconds. A facet that fires since 100 has to be clear for 10, and fires for 20 at
    /// least.
    @ParameterizedTest(name = "{0} at {5}: {6}, clear since {7}")
    @CsvSource(
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    case,                       FIRING, CLEAR_SINCE, HOLDS, CLEAR, MARK, FIRES, SINCE
                    stays OK,                   false,  -1,          false, true,  100,  false, -1
                    fires at once,              false,  -1,          true,  false, 100,  true,  -1
                    goes on,                    true,   -1,          true,  false, 105,  true,  -1
                    begins to clear,            true,   -1,          false, true,  110,  true,  110
                    not clear for long enough,  true,   110,         false, true,  119,  true,  110
                    cleared,                    true,   110,         false, true,  120,  false, -1
                    episode is too short,       true,   101,         false, true,  119,  true,  101
                    episode is long enough,     true,   101,         false, true,  120,  false, -1
                    burns again,                true,   110,         false, false, 115,  true,  -1
                    holds at the newest event,  true,   110,         true,  true,  125,  true,  -1
                    """)
    void a_facet_fires_at_once_and_clears_slowly(
            String name,
            boolean firing,
            long clearSince,
            boolean holds,
            boolean clear,
            long watermark,
            boolean fires,
            long since) {
        var now = firing ? new FacetState(true, 100_000, millis(clearSince)) : FacetState.OK;

        var next = now.next(holds, clear, 100_000, watermark * 1_000, 10_000, 20_000);

        assertThat(next)
                .as(name)
                .isEqualTo(fires ? new FacetState(true, 100_000, millis(since)) : FacetState.OK);
    }

    @Test
    void clears_when_the_watermark_has_seen_it_clear_for_long_enough() {
        var play = new Play(Slos.of(QUICK));
        play.seconds(0, 120, 0, 10);
        play.seconds(120, 180, 10, 10);

        play.seconds(180, 300, 0, 10);

        assertThat(play.steps().getLast().kind()).isEqualTo(CLEARED);
        assertThat(play.steps().getLast().second())
                .as("20 s short window, 10 s clear, 15 s watermark, a minute for TOTAL_OUTAGE")
                .isBetween(180L + 20 + 10 + 15 - 1, 180L + 60);
    }

    @Test
    void a_blip_fires_for_the_shortest_episode_at_least() {
        var slo =
                Slos.of(
                        new BurnPolicy(
                                "long",
                                List.of(Slos.pair("PAGE_FAST", 14_400, "2m", "20s")),
                                1_000,
                                90_000));
        var play = new Play(slo);
        play.seconds(0, 120, 0, 10);

        play.seconds(120, 125, 10, 10);
        play.seconds(125, 300, 0, 10);

        long fired = play.steps().getFirst().second();
        assertThat(play.kinds()).containsExactly(FIRING, CLEARED);
        assertThat(play.steps().getLast().second()).isEqualTo(fired + 90 + 15);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void late_events_within_the_allowed_delay_never_make_it_flap(long seed) {
        var play = new Play(Slos.of(QUICK));
        var random = new Random(seed);
        var late = new ArrayList<long[]>();
        for (long second = 1; second <= 500; second++) {
            boolean outage = second > 200 && second <= 300;
            long[] sample = {second, outage ? 10 : 0, 10, second + random.nextInt(14)};
            late.add(sample);
            long now = second;
            late.removeIf(one -> {
                if (one[3] > now) {
                    return false;
                }
                play.sample(one[0], one[1], one[2]);
                return true;
            });
            play.tick(second);
        }

        assertThat(play.kinds()).as("seed %d", seed).startsWith(FIRING).endsWith(CLEARED);
        assertThat(play.kinds()).containsOnlyOnce(FIRING, CLEARED);
    }

    @Test
    void silence_is_no_recovery_while_the_long_window_remembers() {
        var play = new Play(Slos.of(QUICK));
        play.seconds(0, 100, 0, 10);
        play.seconds(100, 110, 10, 10);

        play.silence(110, 110 + 120);

        assertThat(play.kinds()).containsExactly(FIRING);
    }

    /// Backlogs look like this, and sources that report seldom.
    @Test
    void what_had_recovered_before_it_fell_silent_clears_like_what_goes_on() {
        var play = new Play(Slos.of(QUICK));
        play.seconds(0, 100, 0, 10);
        play.seconds(100, 170, 10, 10);
        play.tick(400);
        for (long second = 171; second <= 245; second++) {
            play.sample(second, 0, 10);
        }

        play.silence(400, 420);

        assertThat(play.kinds()).startsWith(FIRING).endsWith(CLEARED);
        assertThat(play.steps().getLast().second()).isLessThanOrEqualTo(400 + 1 + 10);
    }

    @Test
    void a_service_that_is_gone_for_good_clears_once() {
        var play = new Play(Slos.of(QUICK));
        play.seconds(0, 100, 0, 10);
        play.seconds(100, 190, 10, 10);

        play.silence(190, 190 + 3_600);

        assertThat(play.kinds()).containsOnlyOnce(FIRING, CLEARED).endsWith(CLEARED);
    }

    @Test
    void what_is_older_than_the_long_window_wakes_nobody() {
        var play = new Play(Slos.of(QUICK));
        play.seconds(0, 100, 0, 10);
        play.tick(1_000);

        play.sample(150, 10, 1_000, 1_000);
        play.silence(1_000, 1_100);

        assertThat(play.kinds()).isEmpty();
    }

    @Test
    void a_facet_that_a_new_policy_dropped_does_not_keep_the_breach_open() {
        var play =
                new Play(
                        Slos.of(
                                new BurnPolicy(
                                        "two",
                                        List.of(
                                                Slos.pair("PAGE_FAST", 500_000, "2m", "20s"),
                                                Slos.pair("TICKET_SLOW", 1_000, "1d", "2h")),
                                        10_000,
                                        20_000)));
        play.seconds(0, 300, 1, 100);
        assertThat(play.kinds()).containsExactly(FIRING);

        play.tick(Slos.of(QUICK), 301);

        assertThat(play.kinds()).containsExactly(FIRING, CLEARED);
    }

    @Test
    void a_facet_keeps_its_state_when_a_new_policy_moves_it() {
        var slow = Slos.pair("PAGE_SLOW", 6_000, "10m", "1m");
        var fast = Slos.pair("PAGE_FAST", 14_400, "2m", "20s");
        var before = new BurnPolicy("p", List.of(fast), 10_000, 20_000);
        var after = new BurnPolicy("p", List.of(slow, fast), 10_000, 20_000);
        var play = new Play(Slos.of(before));
        play.seconds(0, 20, 10, 10);

        play.tick(Slos.of(after), 21);

        var told = play.steps().getLast();
        var pageFast =
                told.change().standing().facets().stream()
                        .filter(facet -> facet.name().equals("PAGE_FAST"))
                        .findFirst()
                        .orElseThrow();
        assertThat(play.kinds()).containsExactly(FIRING, Change.Kind.UPDATED);
        assertThat(pageFast.since())
                .isEqualTo(play.steps().getFirst().change().standing().facets().getFirst().since());
    }

    private static long millis(long seconds) {
        return seconds < 0 ? FacetState.NOT_CLEAR : seconds * 1_000;
    }
}
