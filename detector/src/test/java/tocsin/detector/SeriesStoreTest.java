package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Delta;
import tocsin.detector.slo.FacetState;
import tocsin.detector.slo.History;
import tocsin.detector.slo.Ring;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.SloState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final RingStore.Dirty dirty = new RingStore.Dirty();
    private SeriesStore store = new SeriesStore(heads, new RingStore(chunks));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_ring_that_was_read_back_says_the_same_as_the_one_that_was_written(long seed) {
        var history = new History(seed);
        var live = new SloSeries(new Ring(), SloState.NEW);
        var restarted = new SloSeries(new Ring(), SloState.NEW);
        for (int i = 0; i < 3_000; i++) {
            var delta = history.next();
            add(live, delta, new RingStore.Dirty());
            add(restarted, delta, dirty);
            store.write(KEY, restarted, dirty);
            if (i % 50 == 0) {
                restarted = restart();
                assertThat(sums(restarted.ring())).isEqualTo(sums(live.ring()));
                assertThat(restarted.ring().first()).isEqualTo(live.ring().first());
                assertThat(restarted.ring().last()).isEqualTo(live.ring().last());
            }
        }
    }

    @Test
    void state_is_read_back_as_it_was_written() {
        var facets = Map.of("PAGE_FAST", new FacetState(true, 5, 7));
        var state = new SloState("4f3c", 3, facets, 29_460_060, true);
        var ring = new Ring();
        ring.add(0, 10_000, 1, 2, dirty);

        store.write(KEY, new SloSeries(ring, state), dirty);

        assertThat(restart().state()).isEqualTo(state);
    }

    @Test
    void chunks_that_left_the_ring_leave_the_store() {
        var series = new SloSeries(new Ring(), SloState.NEW);
        var days = Duration.ofDays(100).toMillis();
        for (long at = 0; at < days; at += at % 86_400_000 < 7_200_000 ? 10_000 : 60_000_000) {
            add(series, new Delta(at, at + 10_000, 1, 2), dirty);
            store.write(KEY, series, dirty);
        }

        int slots = 0;
        for (int level = 0; level < Ring.levels(); level++) {
            slots += Ring.slots(level) / Ring.CHUNK + 2;
        }
        assertThat(MemoryStore.entries(chunks)).isLessThanOrEqualTo(slots);
    }

    private static void add(SloSeries series, Delta delta, RingStore.Dirty dirty) {
        series.count(delta.start(), delta.end(), delta.bad(), delta.total(), dirty);
    }

    private SloSeries restart() {
        store = new SeriesStore(heads, new RingStore(chunks));
        var read = new HashMap<SeriesKey, SloSeries>();
        store.readAll(read::put);
        assertThat(read).containsOnlyKeys(KEY);
        return read.values().iterator().next();
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
