package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class PaceTest {
    private final Pace pace = new Pace((_, _) -> new Pace.Limit(3));

    @Test
    void the_first_few_pages_are_sent_one_by_one() {
        assertThat(pace.holds("on-call", at(0))).isFalse();
        begins(0, 1);

        assertThat(pace.full("on-call", at(2))).isFalse();
    }

    @Test
    void what_comes_then_waits_half_a_minute_from_page_to_page() {
        begins(0, 1, 2);

        assertThat(pace.holds("on-call", at(31))).isTrue();
        assertThat(pace.holds("on-call", at(32))).isFalse();
        begins(32);
        assertThat(pace.holds("on-call", at(61))).isTrue();
        assertThat(pace.holds("team-lead", at(61))).as("others do not wait").isFalse();
    }

    @Test
    void after_ten_minutes_a_page_does_not_count_any_more() {
        begins(0, 1, 2);

        assertThat(pace.full("on-call", at(599))).isTrue();
        assertThat(pace.full("on-call", at(600))).isFalse();
    }

    private void begins(int... seconds) {
        for (int second : seconds) {
            pace.begins("on-call", at(second));
        }
    }

    private static Instant at(int seconds) {
        return Pages.NINE.plusSeconds(seconds);
    }
}
