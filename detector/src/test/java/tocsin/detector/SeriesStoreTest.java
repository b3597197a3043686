package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.SloState;
import tocsin.detector.slo.Slos;
import tocsin.detector.window.Delta;
import tocsin.detector.window.History;
import tocsin.detector.window.Ring;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class SeriesStoreTest {
    private static final SeriesKey KEY = new SeriesKey("checkout", "checkout-availability");
    private static final List<Duration> WINDOWS =
            List.of(
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(3),
                    Duration.ofDays(31));

    private final KeyValueStore<Bytes, byte[]> heads = MemoryStore.named("heads");
    private final KeyValueStore<Bytes, byte[]> chunks = MemoryStore.named("chunks");
    private SeriesStore<SloSeries> store = opened();
    private int damaged;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_ring_that_was_read_back_says_the_same_as_the_one_that_was_written(long seed) {
        var history = new History(seed);
        var live = new SloSeries(new Ring(), SloState.NEW);
        for (int i = 0; i < 3_000; i++) {
            var delta = history.next();
            live.count(delta.start(), delta.end(), delta.bad(), delta.total(), (_, _) -> {});
            count(delta);
            if (i % 7 == 0) {
                store.write();
            }
            if (i % 50 == 0) {
                store.write();
                var restarted = restart();
                assertThat(sums(restarted.ring())).isEqualTo(sums(live.ring()));
                assertThat(restarted.ring().first()).isEqualTo(live.ring().first());
                assertThat(restarted.ring().last()).isEqualTo(live.ring().last());
            }
        }
    }

    @Test
    void what_was_not_written_is_not_read_back() {
        count(new Delta(0, 10_000, 1, 2));
        store.write();
        count(new Delta(10_000, 20_000, 1, 2));

        assertThat(restart().ring().last()).isEqualTo(10_000);
    }

    @Test
    void state_is_read_back_as_it_was_written() {
        var slo = Slos.of(Slos.DEMO);
        count(new Delta(0, 120_000, 60, 120));
        var series = store.series(KEY);
        var _ = series.series().evaluate(slo, 120_000, 105_000);
        store.write();

        var state = series.series().state();
        assertThat(state.firing()).isTrue();
        assertThat(restart().state()).isEqualTo(state);
    }

    @ParameterizedTest(name = "written every {0} samples")
    @ValueSource(ints = {1, 3, 100})
    void chunks_that_left_the_ring_leave_the_store(int each) {
        var days = Duration.ofDays(100).toMillis();
        int samples = 0;
        for (long at = 0; at < days; at += at % 86_400_000 < 7_200_000 ? 10_000 : 60_000_000) {
            count(new Delta(at, at + 10_000, 1, 2));
            if (samples++ % each == 0) {
                store.write();
            }
        }
        store.write();

        int slots = 0;
        for (int level = 0; level < new Ring().depth(); level++) {
            slots += Ring.slots(level) / Ring.CHUNK + 2;
        }
        assertThat(MemoryStore.entries(chunks)).isLessThanOrEqualTo(slots);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void every_damaged_byte_of_a_chunk_is_noticed(long seed) {
        var history = new History(seed);
        for (int i = 0; i < 2_000; i++) {
            count(history.next());
        }
        store.write();
        var random = new Random(seed);
        for (var chunk : MemoryStore.all(chunks)) {
            var bytes = chunk.value.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            chunks.put(chunk.key, bytes);
            damaged = 0;

            restart();

            assertThat(damaged).isEqualTo(1);
            chunks.put(chunk.key, chunk.value);
        }
    }

    /// An hour of it is in the buckets of ten seconds as well.
    @Test
    void a_damaged_chunk_is_counted_again_where_finer_buckets_know_better() {
        seconds(0, 3_590);
        var before = sums(store.series(KEY).series().ring());

        damage(1, 0);

        assertThat(sums(restart().ring())).isEqualTo(before);
        assertThat(damaged).isEqualTo(1);
    }

    @Test
    void what_no_finer_bucket_knows_is_lost_and_nothing_else() {
        seconds(0, 10_800);
        var before = store.series(KEY).series().ring();

        damage(1, 0);

        var after = restart().ring();
        assertThat(damaged).isEqualTo(1);
        assertThat(after.sum(3_600_000, 10_800_000)).isEqualTo(before.sum(3_600_000, 10_800_000));
        assertThat(after.sum(21_600_000, 10_800_000).totalEvents()).isEqualTo(2 * 2 * 360);
        assertThat(after.sum(86_400_000, 10_800_000)).isEqualTo(before.sum(86_400_000, 10_800_000));
    }

    /// Two events in each ten seconds.
    private void seconds(long from, long to) {
        for (long second = from; second < to; second += 10) {
            count(new Delta(second * 1_000, (second + 10) * 1_000, 1, 2));
        }
        store.write();
    }

    private void damage(int level, long number) {
        var place = ByteBuffer.allocate(9).put((byte) level).putLong(number).array();
        for (var chunk : MemoryStore.all(chunks)) {
            var key = chunk.key.get();
            if (Arrays.equals(key, key.length - 9, key.length, place, 0, 9)) {
                var bytes = chunk.value.clone();
                bytes[0] ^= 2;
                chunks.put(chunk.key, bytes);
            }
        }
    }

    private void count(Delta delta) {
        var series = store.series(KEY);
        series.count(delta);
        store.changed(series);
    }

    private SloSeries restart() {
        store = opened();
        assertThat(store.all()).hasSize(1);
        return store.series(KEY).series();
    }

    private SeriesStore<SloSeries> opened() {
        return new SeriesStore<>(heads, new RingStore(chunks, () -> damaged++), new SloHeads());
    }

    private static List<Object> sums(Ring ring) {
        var sums = new ArrayList<>();
        for (var window : WINDOWS) {
            for (long to : new long[] {ring.last() - 15_000, ring.last(), ring.last() + 33_333}) {
                sums.add(ring.sum(window.toMillis(), to));
            }
        }
        return sums;
    }
}
