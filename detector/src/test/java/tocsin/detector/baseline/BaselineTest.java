package tocsin.detector.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import tocsin.detector.baseline.Usual.Rung;

import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

class BaselineTest {
    /// A Monday at midnight, in minutes since the epoch.
    private static final long MONDAY = 29_453_760;

    private static final long HOUR = 60;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;

    private final Baseline baseline = new Baseline();

    @Test
    void before_half_an_hour_nothing_is_usual_and_then_the_hour_before_is() {
        note(0, 29, _ -> 100);
        assertThat(baseline.at(MONDAY + 30)).isEmpty();

        note(29, 45, _ -> 40);

        assertThat(baseline.at(MONDAY + 46)).contains(new Usual(100, Rung.TRAILING_HOUR, 45));
    }

    @Test
    void after_a_day_the_same_hour_of_yesterday_is_usual_and_after_a_week_that_of_last_week() {
        note(0, DAY, BaselineTest::daily);
        assertThat(baseline.at(MONDAY + DAY + 9 * HOUR + 30))
                .get()
                .satisfies(usual -> {
                    assertThat(usual.rung()).isEqualTo(Rung.SAME_HOUR_YESTERDAY);
                    assertThat(usual.value()).isCloseTo(daily(9 * HOUR + 30), within(2.0));
                });

        note(DAY, 2 * WEEK, BaselineTest::daily);

        assertThat(baseline.at(MONDAY + 2 * WEEK + 9 * HOUR + 30))
                .get()
                .satisfies(usual -> {
                    assertThat(usual.rung()).isEqualTo(Rung.HOUR_OF_WEEK);
                    assertThat(usual.learnedFrom()).isEqualTo(2);
                    assertThat(usual.value()).isCloseTo(daily(9 * HOUR + 30), within(2.0));
                });
    }

    @Test
    void it_follows_the_day_without_steps() {
        note(0, 2 * WEEK, BaselineTest::daily);

        double before = usual(2 * WEEK);
        for (long minute = 2 * WEEK + 1; minute < 2 * WEEK + DAY; minute++) {
            double now = usual(minute);
            assertThat(Math.abs(now - before)).isLessThan(5);
            before = now;
        }
    }

    @Test
    void an_hour_that_nobody_saw_as_an_incident_moves_what_is_usual_by_a_twentieth() {
        long incident = 2 * WEEK + 9 * HOUR;
        note(
                0,
                3 * WEEK,
                minute ->
                        minute > incident && minute <= incident + 2 * HOUR
                                ? daily(minute) * 10
                                : daily(minute));

        assertThat(usual(3 * WEEK + 9 * HOUR + 30))
                .isBetween(daily(9 * HOUR + 30), daily(9 * HOUR + 30) * 1.05);
    }

    @Test
    void a_change_that_stays_is_learned_in_weeks() {
        note(0, 4 * WEEK, _ -> 100);
        note(4 * WEEK, 14 * WEEK, _ -> 300);

        assertThat(usual(14 * WEEK)).isBetween(250.0, 300.0);
    }

    @Test
    void an_hour_of_which_half_is_missing_teaches_nothing() {
        note(0, WEEK, _ -> 100);
        note(WEEK, WEEK + 25, _ -> 900);
        note(WEEK + 65, WEEK + DAY, _ -> 100);

        assertThat(usual(2 * WEEK + 30)).isCloseTo(100, within(1e-9));
    }

    @Test
    void what_was_not_heard_of_for_weeks_is_learned_anew() {
        note(0, 2 * WEEK, _ -> 100);
        assertThat(baseline.at(MONDAY + 8 * WEEK).map(Usual::rung)).contains(Rung.TRAILING_HOUR);

        note(8 * WEEK, 9 * WEEK, _ -> 10);

        assertThat(usual(9 * WEEK + 30)).isEqualTo(10);
    }

    @Test
    void it_says_what_brute_force_says() {
        for (int seed = 1; seed <= 12; seed++) {
            history(seed);
        }
    }

    /// Weeks of a random day's course with pauses, looked at now and then, and stored in between.
    private static void history(int seed) {
        var random = new Random(seed);
        var fast = new Baseline();
        var naive = new NaiveBaseline();
        long minute = MONDAY + random.nextInt(10_000);
        double level = 1;
        for (int step = 0; step < 25_000; step++) {
            minute += pause(random);
            if (random.nextInt(500) == 0) {
                level = random.nextBoolean() ? 1 : random.nextDouble() * 3;
            }
            double value = level * (daily(minute) + random.nextInt(20));
            fast.note(new Baseline.Noted(minute, value));
            naive.note(minute, value);
            if (random.nextInt(400) == 0) {
                fast = copy(fast);
            }
            if (random.nextInt(120) == 0) {
                long then = minute + random.nextInt(90);
                assertThat(rounded(fast.at(then)))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(rounded(naive.at(then)));
            }
        }
    }

    private static long pause(Random random) {
        int kind = random.nextInt(3_000);
        return kind == 0
                ? random.nextInt((int) (3 * WEEK))
                : kind < 30 ? random.nextInt(80) + 1 : 1;
    }

    private static Baseline copy(Baseline from) {
        var to = new Baseline();
        for (int day = 0; day < 7; day++) {
            var hours = from.day(day);
            for (int hour = 0; hour < hours.size(); hour++) {
                if (hours.get(hour) != null) {
                    to.restore(day * 24 + hour, hours.get(hour));
                }
            }
        }
        to.restore(from.newest());
        return to;
    }

    private static Optional<Usual> rounded(Optional<Usual> usual) {
        return usual.map(one ->
                new Usual(Math.round(one.value() * 1e6) / 1e6, one.rung(), one.learnedFrom()));
    }

    private double usual(long minute) {
        return baseline.at(MONDAY + minute).orElseThrow().value();
    }

    private void note(long from, long to, LongToDoubleFunction value) {
        for (long minute = from + 1; minute <= to; minute++) {
            baseline.note(new Baseline.Noted(MONDAY + minute, value.applyAsDouble(minute)));
        }
    }

    /// Much by day, little by night.
    private static double daily(long minute) {
        return 200 + 100 * Math.sin(2 * Math.PI * minute / DAY);
    }
}
