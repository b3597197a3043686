package tocsin.detector.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class RingTest {
    private static final List<Duration> WINDOWS =
            List.of(
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(3),
                    Duration.ofDays(7),
                    Duration.ofDays(30),
                    Duration.ofDays(31));
    private static final long NINE = 1_767_603_600_000L;
    private static final Ring.BucketListener NOBODY = (_, _) -> {};

    private final Ring ring = new Ring();
    private final Truth truth = new Truth();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void windows_whose_edges_lie_on_bucket_edges_are_exact(long seed) {
        play(
                seed,
                (window, length) -> {
                    long to = Math.ceilDiv(truth.last(), length) * length;
                    var sum = ring.sum(window, to);
                    assertThat(sum.totalEvents()).isEqualTo(truth.total(to - window, to));
                    assertThat(sum.badEvents()).isEqualTo(truth.bad(to - window, to));
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void other_windows_are_right_within_the_events_of_the_buckets_they_cut(long seed) {
        play(
                seed,
                (window, length) -> {
                    for (long to :
                            new long[] {
                                truth.last() - 15_000, truth.last(), truth.last() + 7_777
                            }) {
                        long from = to - window;
                        var sum = ring.sum(window, to);
                        double cut = inBucketAt(from, length) + inBucketAt(to, length) + 0.001;
                        assertThat(sum.totalEvents()).isCloseTo(truth.total(from, to), within(cut));
                        assertThat(sum.badEvents()).isCloseTo(truth.bad(from, to), within(cut));
                        assertThat(sum.bad()).isBetween(0L, sum.total());
                    }
                });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void no_event_is_lost_or_invented_within_the_longest_window(long seed) {
        var history = new History(seed);
        for (int i = 0; i < 3_000; i++) {
            add(history.next());
        }
        long to = Math.ceilDiv(truth.last(), 3_600_000) * 3_600_000;

        var sum = ring.sum(Ring.LONGEST_WINDOW, to);

        assertThat(sum.totalEvents()).isEqualTo(truth.total(to - Ring.LONGEST_WINDOW, to));
    }

    @Test
    void even_traffic_is_exact_at_every_second_of_every_window() {
        for (long second = 0; second < 90_000; second += 10) {
            ring.add(at(second), at(second + 10), 10, 100, NOBODY);
        }
        for (long second = 89_980; second <= 90_000; second++) {
            for (long window : new long[] {20, 60, 300, 3_600, 7_200, 21_600, 86_400 - 20}) {
                var sum = ring.sum(window * 1_000, at(second));
                assertThat(sum.totalEvents()).isEqualTo(10.0 * window);
                assertThat(sum.badEvents()).isEqualTo(1.0 * window);
            }
        }
    }

    @Test
    void history_that_begins_inside_a_bucket_is_cut_where_it_begins() {
        ring.add(at(7), at(8), 1, 10, NOBODY);
        ring.add(at(8), at(9), 0, 10, NOBODY);

        assertThat(ring.sum(60_000, at(9)).totalEvents()).isEqualTo(20);
        assertThat(ring.sum(1_000, at(9)).totalEvents()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 399})
    void an_interval_over_many_buckets_is_spread_in_whole_events(long bad) {
        ring.add(at(3), at(3_603), bad, 400, NOBODY);

        long badSeen = 0;
        long totalSeen = 0;
        for (long bucket = ring.oldestBucket(0); bucket <= ring.newestBucket(0); bucket++) {
            badSeen += ring.badIn(0, bucket);
            totalSeen += ring.totalIn(0, bucket);
            assertThat(ring.badIn(0, bucket)).isBetween(0L, ring.totalIn(0, bucket));
        }
        assertThat(badSeen).isEqualTo(bad);
        assertThat(totalSeen).isEqualTo(400);
    }

    @Test
    void huge_counts_over_a_huge_interval_overflow_nothing() {
        long events = 900_000_000_000_000L;
        ring.add(NINE - Duration.ofDays(30).toMillis(), NINE, events / 2, events, NOBODY);

        var sum = ring.sum(Ring.LONGEST_WINDOW, NINE);

        assertThat(sum.totalEvents()).isEqualTo(events);
        assertThat(sum.errorRatio()).isEqualTo(0.5);
    }

    @Test
    void a_longer_window_than_the_ring_is_refused() {
        assertThatThrownBy(() -> ring.sum(Ring.LONGEST_WINDOW + 1, NINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than");
    }

    private interface Check {
        void of(long window, long bucketLength);
    }

    private void play(long seed, Check check) {
        var history = new History(seed);
        for (int i = 0; i < 1_200; i++) {
            add(history.next());
            if (i % 40 == 0) {
                WINDOWS.forEach(window -> check.of(window.toMillis(), bucketLength(window)));
            }
        }
    }

    private void add(Delta delta) {
        ring.add(delta.start(), delta.end(), delta.bad(), delta.total(), NOBODY);
        truth.add(delta.start(), delta.end(), delta.bad(), delta.total());
    }

    /// What the ring promises: 10 s for an hour, 1 min for six, 5 min for three days, 1 h beyond.
    private static long bucketLength(Duration window) {
        if (window.compareTo(Duration.ofHours(1)) <= 0) {
            return 10_000;
        }
        if (window.compareTo(Duration.ofHours(6)) <= 0) {
            return 60_000;
        }
        return window.compareTo(Duration.ofDays(3)) <= 0 ? 300_000 : 3_600_000;
    }

    private long inBucketAt(long time, long length) {
        long start = Math.floorDiv(time, length) * length;
        return truth.total(start, start + length);
    }

    private static long at(long second) {
        return NINE + second * 1_000;
    }
}
