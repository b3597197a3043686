package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class SampleIdsTest {
    private static final SeriesKey CHECKOUT = new SeriesKey("checkout", "availability");
    private static final SeriesKey PAY = new SeriesKey("pay", "availability");
    private static final long MINUTE = 60_000;

    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.named("ids");
    private SampleIds ids = new SampleIds(store);

    @Test
    void a_repeated_id_is_not_new_for_fifteen_minutes() {
        assertThat(ids.isNew(CHECKOUT, "a", 0)).isTrue();
        assertThat(ids.isNew(CHECKOUT, "a", 0)).isFalse();
        assertThat(ids.isNew(CHECKOUT, "b", 14 * MINUTE)).isTrue();
        assertThat(ids.isNew(CHECKOUT, "a", 0)).isFalse();
        assertThat(ids.isNew(CHECKOUT, "c", 15 * MINUTE)).isTrue();
        assertThat(ids.isNew(CHECKOUT, "a", 0)).as("forgotten").isTrue();
    }

    @Test
    void services_have_ids_of_their_own() {
        assertThat(ids.isNew(CHECKOUT, "a", 0)).isTrue();
        assertThat(ids.isNew(PAY, "a", 0)).isTrue();
    }

    @Test
    void a_late_sample_is_recognised_as_well() {
        ids.isNew(CHECKOUT, "new", 10 * MINUTE);

        assertThat(ids.isNew(CHECKOUT, "late", 2 * MINUTE)).isTrue();
        assertThat(ids.isNew(CHECKOUT, "late", 2 * MINUTE)).isFalse();
    }

    @Test
    void a_restart_forgets_nothing() {
        ids.isNew(CHECKOUT, "a", 0);
        ids.isNew(CHECKOUT, "b", 3 * MINUTE);

        ids.write();
        ids = new SampleIds(store);

        assertThat(ids.isNew(CHECKOUT, "a", 0)).isFalse();
        assertThat(ids.isNew(CHECKOUT, "b", 3 * MINUTE)).isFalse();
        assertThat(ids.isNew(CHECKOUT, "c", 3 * MINUTE)).isTrue();
    }

    @Test
    void the_store_holds_fifteen_minutes_whatever_the_gaps() {
        for (long minute = 0; minute < 3_000; minute += minute % 7 == 0 ? 61 : 1) {
            ids.isNew(CHECKOUT, "id-" + minute, minute * MINUTE);
            if (minute % 3 == 0) {
                ids.write();
            }

            assertThat(MemoryStore.entries(store)).isLessThanOrEqualTo(15);
        }
    }
}
