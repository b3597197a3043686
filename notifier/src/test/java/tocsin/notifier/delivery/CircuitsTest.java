package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class CircuitsTest {
    private static final Outcome YES = new Outcome.Accepted("ok");
    private static final Outcome BUSY = new Outcome.TryAgain("HTTP 503");
    private static final Duration QUICK = Duration.ofMillis(50);

    private final Circuits circuits = new Circuits();
    private Instant now = Pages.NINE;

    @Test
    void a_channel_that_works_is_called() {
        calls(100, YES);

        assertThat(circuits.shuns("phone", now)).isFalse();
        assertThat(circuits.resting(now)).isZero();
    }

    @Test
    void half_of_at_least_five_calls_failing_is_a_rest_of_fifteen_seconds() {
        calls(4, BUSY);
        assertThat(circuits.shuns("phone", now)).isFalse();

        calls(1, new Outcome.Unknown("no answer in time"));

        assertThat(circuits.shuns("phone", now)).isTrue();
        assertThat(circuits.take("phone", now)).isFalse();
        assertThat(circuits.shuns("mail", now)).as("others are called").isFalse();
        assertThat(circuits.shuns("phone", now.plusMillis(14_999))).isTrue();
        assertThat(circuits.shuns("phone", now.plusSeconds(15))).isFalse();
    }

    @Test
    void a_channel_that_refuses_is_there() {
        calls(20, new Outcome.Refused("HTTP 401"));

        assertThat(circuits.shuns("phone", now)).isFalse();
    }

    @Test
    void a_channel_that_is_slow_is_not() {
        for (int i = 0; i < 5; i++) {
            circuits.take("phone", now);
            circuits.note("phone", YES, Duration.ofSeconds(6), now);
        }

        assertThat(circuits.shuns("phone", now)).isTrue();
    }

    @Test
    void a_channel_that_hangs_and_says_nothing_else_rests_at_once() {
        calls(20, YES);
        var hung = new Outcome.Unknown("no answer in time");
        circuits.take("phone", now);
        circuits.take("phone", now);
        now = now.plusSeconds(9);
        calls(1, YES);
        now = now.plusSeconds(1);

        circuits.note("phone", hung, Duration.ofSeconds(10), now);
        assertThat(circuits.shuns("phone", now)).as("another call went well").isFalse();

        now = now.plusSeconds(10);
        circuits.note("phone", hung, Duration.ofSeconds(10), now);
        assertThat(circuits.shuns("phone", now)).isTrue();
    }

    @Test
    void two_pages_try_a_rested_channel_before_all_go_there_again() {
        calls(5, BUSY);
        now = now.plusSeconds(15);

        assertThat(circuits.take("phone", now)).isTrue();
        assertThat(circuits.take("phone", now)).isTrue();
        assertThat(circuits.take("phone", now)).isFalse();

        circuits.note("phone", YES, QUICK, now);
        assertThat(circuits.take("phone", now)).isTrue();
        assertThat(circuits.take("phone", now)).isTrue();
    }

    @Test
    void each_rest_is_twice_as_long_up_to_two_minutes() {
        calls(5, BUSY);

        for (int seconds : new int[] {15, 30, 60, 120, 120}) {
            assertThat(circuits.shuns("phone", now.plusSeconds(seconds).minusMillis(1))).isTrue();
            now = now.plusSeconds(seconds);
            assertThat(circuits.shuns("phone", now)).isFalse();
            calls(1, BUSY);
        }

        now = now.plusSeconds(120);
        calls(1, YES);
        calls(5, BUSY);
        assertThat(circuits.shuns("phone", now.plusSeconds(15))).as("from the beginning").isFalse();
    }

    @Test
    void a_channel_that_asks_for_it_is_left_alone_for_exactly_as_long_by_every_page() {
        calls(1, new Outcome.TryAgain("HTTP 429", Optional.of(Duration.ofSeconds(42))));

        assertThat(circuits.resting(now)).isOne();
        assertThat(circuits.shuns("phone", now.plusSeconds(42).minusMillis(1))).isTrue();
        assertThat(circuits.take("phone", now.plusSeconds(42))).isTrue();
    }

    @Test
    void answers_to_calls_from_before_the_rest_do_not_make_it_longer() {
        for (int i = 0; i < 10; i++) {
            circuits.take("phone", now);
        }
        for (int i = 0; i < 10; i++) {
            circuits.note("phone", BUSY, QUICK, now.plusMillis(i));
        }

        assertThat(circuits.shuns("phone", now.plusMillis(15_004))).isFalse();
    }

    private void calls(int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            assertThat(circuits.take("phone", now)).isTrue();
            circuits.note("phone", outcome, QUICK, now);
        }
    }
}
