package tocsin.detector.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class SizesTest {
    private static final double HALF_A_CELL = 0.045;
    private static final List<Double> BOUNDS = List.of(0.05, 0.1, 0.25, 0.5, 1.0, 2.5);

    @Test
    void a_percentile_is_that_of_the_buckets_between_whose_bounds_events_are_even() {
        var random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            var counts = new ArrayList<Long>();
            for (int bucket = 0; bucket < BOUNDS.size(); bucket++) {
                counts.add(random.nextLong(5_000));
            }
            counts.add(0L);
            double share = 0.5 + random.nextInt(50) / 100.0;

            double expected = quantile(counts, share);

            assertThat(Sizes.percentile(cells(Sizes.of(BOUNDS, counts)), share))
                    .isCloseTo(expected, within(expected * HALF_A_CELL));
        }
    }

    @Test
    void no_event_is_lost_or_made_up() {
        var random = new Random(4);
        for (int round = 0; round < 1_000; round++) {
            var counts = random.longs(BOUNDS.size() + 1, 0, 4).boxed().toList();
            assertThat(Arrays.stream(cells(Sizes.of(BOUNDS, counts))).sum())
                    .isEqualTo(counts.stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void what_is_beyond_the_last_bound_counts_as_if_at_it() {
        var sizes = Sizes.of(List.of(1.0), List.of(0L, 10L));

        assertThat(Sizes.percentile(cells(sizes), 0.99)).isCloseTo(1, within(0.1));
    }

    @Test
    void absurd_bounds_are_put_at_the_ends_of_the_scale() {
        var sizes = Sizes.of(List.of(-5.0, -1.0, 1e300), List.of(1L, 1L, 1L, 1L));

        assertThat(Arrays.stream(cells(sizes)).sum()).isEqualTo(4);
        assertThat(Sizes.of(List.of(), List.of(3L)).count(0)).isEqualTo(3);
        assertThat(Sizes.percentile(new long[Sizes.CELLS], 0.99)).isZero();
    }

    @Test
    void a_ring_knows_the_events_of_the_newest_buckets() {
        var ring = new SizeRing();
        for (long second = 0; second < 1_000; second += 10) {
            long slow = second >= 600 ? 10 : 0;
            ring.add(
                    second * 1_000,
                    second * 1_000 + 10_000,
                    Sizes.of(BOUNDS, List.of(0L, 100 - slow, 0L, 0L, slow, 0L, 0L)));
        }

        assertThat(ring.total(60_000, 1_000_000)).isEqualTo(600);
        assertThat(ring.total(300_000, 1_000_000)).isEqualTo(3_000);
        assertThat(ring.percentile(300_000, 1_000_000, 0.99)).isBetween(0.9, 1.0);
        assertThat(ring.total(60_000, 700_000)).isEqualTo(600);
        assertThat(ring.total(60_000, 600_000)).isZero();
        assertThat(ring.bucket(1)).isSameAs(Sizes.NONE);
    }

    @Test
    void events_of_a_long_interval_are_spread_and_late_ones_find_their_place() {
        var ring = new SizeRing();
        ring.add(0, 60_000, Sizes.of(BOUNDS, List.of(0L, 100L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(ring.total(10_000, 60_000)).isBetween(13L, 20L);
        assertThat(ring.total(60_000, 60_000)).isEqualTo(100);

        ring.add(10_000, 20_000, Sizes.of(BOUNDS, List.of(0L, 5L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(ring.total(60_000, 60_000)).isEqualTo(105);
        assertThat(ring.takeChanged()).hasSize(6);
        assertThat(ring.takeChanged()).isEmpty();

        ring.add(3_600_000, 3_610_000, Sizes.of(BOUNDS, List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(ring.total(300_000, 3_610_000)).isEqualTo(1);
        ring.add(0, 10_000, Sizes.of(BOUNDS, List.of(9L, 0L, 0L, 0L, 0L, 0L, 0L)));
        assertThat(ring.total(300_000, 3_610_000)).isEqualTo(1);
    }

    private static long[] cells(Sizes sizes) {
        var cells = new long[Sizes.CELLS];
        for (int i = 0; i < sizes.length(); i++) {
            cells[sizes.first() + i] = sizes.count(i);
        }
        return cells;
    }

    /// As Prometheus takes it.
    private static double quantile(List<Long> counts, double share) {
        double rank = share * counts.stream().mapToLong(Long::longValue).sum();
        double lower = 0;
        for (int bucket = 0; bucket < BOUNDS.size(); bucket++) {
            double upper = BOUNDS.get(bucket);
            if (counts.get(bucket) >= rank && counts.get(bucket) > 0) {
                return lower + (upper - lower) * rank / counts.get(bucket);
            }
            rank -= counts.get(bucket);
            lower = upper;
        }
        return lower;
    }
}
