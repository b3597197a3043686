package tocsin.detector.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.detector.window.Oddities.Found;

import java.util.ArrayList;
import java.util.Random;

class OdditiesTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long DELAY = 15 * SECOND;

    private final Oddities oddities = new Oddities();

    @Test
    void what_comes_in_order_is_not_odd() {
        for (long at = 0; at <= 120 * MINUTE; at += MINUTE) {
            heard(at);
        }

        assertThat(oddities.within(120 * MINUTE)).isEqualTo(Found.NONE);
        assertThat(oddities.minutes()).isEmpty();
        assertThat(Found.NONE.words()).isEmpty();
    }

    @Test
    void samples_that_nobody_waits_for_any_more_are_late() {
        heard(10 * MINUTE);
        heard(10 * MINUTE - DELAY + 1);
        assertThat(oddities.within(10 * MINUTE).words()).isEmpty();

        heard(10 * MINUTE - DELAY);
        assertThat(oddities.within(10 * MINUTE).words())
                .isEqualTo("; 1 sample of the last hour came too late");
        heard(9 * MINUTE);

        assertThat(oddities.within(10 * MINUTE)).isEqualTo(new Found(2, 0, 0));
        assertThat(oddities.within(10 * MINUTE).words())
                .isEqualTo("; 2 samples of the last hour came too late");
        assertThat(oddities.within(71 * MINUTE)).isEqualTo(Found.NONE);
    }

    @Test
    void a_silence_of_more_than_a_minute_is_a_gap_once_it_has_ended() {
        heard(0);
        heard(MINUTE + SECOND);
        assertThat(oddities.within(2 * MINUTE)).isEqualTo(Found.NONE);

        heard(3 * MINUTE);

        assertThat(oddities.within(3 * MINUTE)).isEqualTo(new Found(0, 0, 1));
    }

    @Test
    void random_oddities_are_counted_as_one_by_one_and_outlive_a_restart() {
        var random = new Random(3);
        var told = new ArrayList<Long>();
        long newest = 0;
        var kept = oddities;
        for (int i = 0; i < 5_000; i++) {
            long at = Math.max(0, newest + random.nextLong(-10 * MINUTE, 11 * MINUTE));
            kept.reset(at, 1);
            told.add(Math.floorDiv(at, MINUTE));
            newest = Math.max(newest, at);
            long last = Math.floorDiv(newest, MINUTE);
            assertThat(kept.within(newest).resets())
                    .isEqualTo((int) told.stream().filter(one -> one > last - 60).count());
            told.removeIf(one -> one <= last - 60);
            var restored = new Oddities();
            restored.restore(kept.heard(), kept.minutes());
            kept = restored;
            assertThat(kept.minutes()).hasSizeLessThanOrEqualTo(60);
        }
    }

    private void heard(long at) {
        long clock = Math.max(at, oddities.heard());
        oddities.heard(at - SECOND, at, clock - DELAY);
    }
}
