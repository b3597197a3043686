package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.CounterRole;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalPoint;

import java.util.ArrayList;
import java.util.List;

/// The processor without a topology: restarts, and definitions that change.
class SloProcessorTest {
    private static final DefinitionSet SET =
            Documents.set(
                    1,
                    Documents.DEMO,
                    Documents.slo("checkout", "demo"),
                    Documents.slo("pay", "demo"));

    private final List<Object> forwarded = new ArrayList<>();
    private List<KeyValueStore<Bytes, byte[]>> stores = emptyStores();
    private BeforeCommit beforeCommit =
            new BeforeCommit.Builder(SloProcessor.BEFORE_COMMIT).build();
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private SloProcessor processor = new SloProcessor(Definitions.always(SET));
    private long offset;

    @Test
    void a_restart_at_any_record_changes_nothing() {
        init();
        story(Integer.MAX_VALUE);
        var undisturbed = List.copyOf(forwarded);

        stores = emptyStores();
        forwarded.clear();
        offset = 0;
        restart();
        story(7);

        assertThat(undisturbed).hasAtLeastOneElementOfType(Breach.class);
        assertThat(forwarded).isEqualTo(undisturbed);
    }

    /// Streams initialises the same processor again after a task was corrupted.
    @Test
    void what_was_never_committed_is_forgotten() {
        init();
        process(Wire.counts("checkout", 1, 0, 10), 1);

        stores = emptyStores();
        init();
        process(Wire.counts("checkout", 1, 0, 10), 1);

        assertThat(forwarded)
                .last()
                .isInstanceOfSatisfying(
                        SignalPoint.class,
                        signal -> assertThat(signal.getBudget().getTotal()).isEqualTo(10));
    }

    @Test
    void the_definitions_in_effect_at_the_records_time_decide() {
        var history = new DefinitionHistory();
        history.add(SET);
        history.add(new DefinitionSet(2, "later", Wire.at(200), List.of()));
        processor = new SloProcessor(history);
        init();

        process(Wire.counts("checkout", 199, 10, 10), 199);
        process(Wire.counts("checkout", 200, 10, 10), 200);
        process(Wire.counts("checkout", 198, 10, 10), 199);

        assertThat(forwarded)
                .filteredOn(SignalPoint.class::isInstance)
                .extracting(value -> ((SignalPoint) value).getDefinitions())
                .containsOnly(1L);
        assertThat(forwarded)
                .filteredOn(Breach.class::isInstance)
                .extracting(value -> ((Breach) value).getKind())
                .containsExactly(BreachKind.FIRING);
    }

    @Test
    void a_decision_is_committed_at_once() {
        init();
        process(Wire.counts("checkout", 1, 0, 10), 1);
        assertThat(context.committed()).isFalse();

        process(Wire.counts("checkout", 2, 10, 10), 2);

        assertThat(context.committed()).isTrue();
    }

    /// Counts of one service, counters of another, repeats, ticks; restarted every `records`.
    private void story(int records) {
        for (long second = 1; second <= 400; second++) {
            long bad = second > 120 && second <= 210 ? 10 : 0;
            process(Wire.counts("checkout", second, bad, 10), second);
            process(Wire.counts("checkout", Math.max(1, second - 30), bad, 10), second);
            if (second % 5 == 0) {
                process(Wire.reading("pay", second, CounterRole.TOTAL, 1, 10 * second), second);
                process(
                        Wire.reading("pay", second, CounterRole.BAD, 2, Math.max(0, second - 120)),
                        second);
            }
            process(Wire.tick(second), second);
            if (offset / records != (offset - 3) / records) {
                restart();
            }
        }
    }

    private void process(MetricSample sample, long second) {
        context.setRecordMetadata("tocsin.metrics", 0, offset++);
        context.resetForwards();
        processor.process(
                new Record<>(sample.getService(), sample, Wire.at(second).toEpochMilli()));
        context.forwarded().forEach(one -> forwarded.add(one.record().value()));
    }

    private void restart() {
        beforeCommit.flushCache();
        processor = new SloProcessor(Definitions.always(SET));
        init();
    }

    private void init() {
        context = new MockProcessorContext<>();
        stores.forEach(context::addStateStore);
        beforeCommit = new BeforeCommit.Builder(SloProcessor.BEFORE_COMMIT).build();
        context.addStateStore(beforeCommit);
        processor.init(context);
    }

    private static List<KeyValueStore<Bytes, byte[]>> emptyStores() {
        return List.of(
                        SloProcessor.HEADS,
                        SloProcessor.CHUNKS,
                        SloProcessor.RULE_HEADS,
                        SloProcessor.RULE_CHUNKS,
                        SloProcessor.COUNTERS,
                        SloProcessor.SAMPLE_IDS,
                        SloProcessor.TICKS)
                .stream()
                .map(MemoryStore::named)
                .toList();
    }
}
