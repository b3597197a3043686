package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class SampleIdsTest {
    private static final long CHECKOUT = SampleIds.owner("checkout", "availability");
    private static final long PAY = SampleIds.owner("pay", "availability");
    private static final long MINUTE = 60_000;

    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.named("ids");
    private SampleIds ids = new SampleIds(store);

    @Test
    void a_repeated_id_is_not_new_for_fifteen_minutes() {
        for (long begin = 0; begin < 5; begin++) {
            var id = "a" + begin;
            assertThat(ids.isNew(CHECKOUT, id, begin * MINUTE)).isTrue();
            assertThat(ids.isNew(CHECKOUT, id, begin * MINUTE)).isFalse();
        }
        for (long begin = 0; begin < 5; begin++) {
            assertThat(ids.isNew(CHECKOUT, "a" + begin, (begin + 15) * MINUTE)).isFalse();
        }
        assertThat(ids.isNew(CHECKOUT, "a0", 20 * MINUTE)).as("forgotten").isTrue();
    }

    @Test
    void indicators_have_ids_of_their_own() {
        assertThat(ids.isNew(CHECKOUT, "a", 0)).isTrue();
        assertThat(ids.isNew(PAY, "a", 0)).isTrue();
        assertThat(ids.isNew(SampleIds.owner("pay", "latency"), "a", 0)).isTrue();
    }

    @Test
    void a_record_that_is_older_than_others_is_recognised_as_well() {
        ids.isNew(CHECKOUT, "new", 100 * MINUTE);

        assertThat(ids.isNew(CHECKOUT, "old", 2 * MINUTE)).isTrue();
        assertThat(ids.isNew(CHECKOUT, "old", 2 * MINUTE)).isFalse();
    }

    @Test
    void a_restart_forgets_nothing_wherever_it_falls() {
        for (int i = 0; i < 5 * IdEpoch.PART; i++) {
            assertThat(ids.isNew(CHECKOUT, "id-" + i, 0)).isTrue();
            if (i % 511 == 0) {
                ids.write();
                ids = new SampleIds(store);
            }
            assertThat(ids.isNew(CHECKOUT, "id-" + i, 0)).isFalse();
            assertThat(ids.isNew(CHECKOUT, "id-" + i / 2, 0)).isFalse();
        }
    }

    @Test
    void no_entry_grows_however_many_samples_come_at_once() {
        for (int i = 0; i < 140_000; i++) {
            ids.isNew(CHECKOUT, "id-" + i, 0);
        }
        ids.write();

        try (var all = store.all()) {
            all.forEachRemaining(entry -> assertThat(entry.value).hasSizeLessThanOrEqualTo(4_096));
        }
        assertThat(MemoryStore.entries(store)).isEqualTo(140_000 / IdEpoch.PART + 1);
    }

    @Test
    void the_store_holds_twenty_minutes_whatever_the_gaps() {
        for (long minute = 0; minute < 3_000; minute += minute % 7 == 0 ? 61 : 1) {
            ids.isNew(CHECKOUT, "id-" + minute, minute * MINUTE);
            if (minute % 3 == 0) {
                ids.write();
                assertThat(MemoryStore.entries(store)).isLessThanOrEqualTo(4);
            }
        }
    }
}
