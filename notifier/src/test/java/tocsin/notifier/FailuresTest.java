package tocsin.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.notifier.delivery.Pages;

import java.time.Duration;

class FailuresTest {
    private final Failures failures = new Failures();

    @Test
    void the_sixth_failure_within_ten_minutes_is_too_many() {
        for (int minute = 0; minute < 5; minute++) {
            assertThat(tooManyAfter(Duration.ofMinutes(minute))).isFalse();
        }
        assertThat(tooManyAfter(Duration.ofMinutes(9))).isTrue();
    }

    @Test
    void failures_far_apart_are_borne() {
        for (int i = 0; i < 100; i++) {
            assertThat(tooManyAfter(Duration.ofMinutes(3L * i))).isFalse();
        }
    }

    private boolean tooManyAfter(Duration time) {
        return failures.tooMany(Pages.NINE.plus(time));
    }
}
