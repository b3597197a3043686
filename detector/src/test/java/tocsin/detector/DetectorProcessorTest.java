package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.BreachReason;
import tocsin.schemas.CounterRole;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;

import java.util.ArrayList;
import java.util.List;

/// The processor without a topology: restarts, and definitions that change.
class DetectorProcessorTest {
    private static final DefinitionSet SET =
            Documents.set(
                    1,
                    Documents.DEMO,
                    Documents.slo("checkout", "demo"),
                    Documents.slo("pay", "demo"));

    private static final String MINUTES =
            """
            apiVersion: tocsin.dev/v1
            kind: BurnPolicy
            metadata: {name: minutes}
            spec:
              pairs: [{factor: 4, long: 5m, short: 1m, class: PAGE_FAST}]
              budget: [0.5, 1]
            """;

    private DefinitionSet set = SET;
    private final List<Object> forwarded = new ArrayList<>();
    private List<KeyValueStore<Bytes, byte[]>> stores = emptyStores();
    private BeforeCommit beforeCommit =
            new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private DetectorProcessor processor = new DetectorProcessor(Definitions.always(SET));
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

    /// A day that begins in the middle of the story, and slices of a minute.
    @Test
    void a_restart_changes_nothing_for_calendars_and_slices_either() {
        var slo = Documents.slo("checkout", "minutes");
        var daily =
                slo.replace(
                                "30d, isRolling: true",
                                "1d, calendar: {startTime: START, timeZone: UTC}")
                        .replace("START", "'2026-01-01 09:04:10'")
                        .replace("checkout-availability", "daily");
        var slices =
                slo.replace("Occurrences", "Timeslices")
                        .replace("target: 0.999", "target: 0.9, timeSliceTarget: 0.9, WINDOW")
                        .replace("WINDOW", "timeSliceWindow: 1m")
                        .replace("checkout-availability", "slices");
        set = Documents.set(1, MINUTES, daily, slices);
        processor = new DetectorProcessor(Definitions.always(set));
        init();
        story(Integer.MAX_VALUE);
        var undisturbed = List.copyOf(forwarded);

        stores = emptyStores();
        forwarded.clear();
        offset = 0;
        restart();
        story(7);

        assertThat(undisturbed)
                .filteredOn(Breach.class::isInstance)
                .extracting(value -> ((Breach) value).getSlo())
                .contains("daily", "slices");
        assertThat(undisturbed)
                .filteredOn(Breach.class::isInstance)
                .extracting(value -> ((Breach) value).getReason())
                .contains(BreachReason.BUDGET_RESET);
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
        processor = new DetectorProcessor(history);
        init();

        process(Wire.counts("checkout", 199, 10, 10), 199);
        process(Wire.counts("checkout", 200, 10, 10), 200);
        process(Wire.counts("checkout", 198, 10, 10), 199);

        assertThat(forwarded)
                .filteredOn(SignalPoint.class::isInstance)
                .extracting(value -> ((SignalPoint) value).getDefinitions())
                .containsOnly(1L, 2L);
        assertThat(forwarded)
                .filteredOn(Breach.class::isInstance)
                .extracting(value -> ((Breach) value).getKind())
                .containsExactly(BreachKind.FIRING, BreachKind.CLEARED, BreachKind.FIRING);
        assertThat(forwarded)
                .filteredOn(Breach.class::isInstance)
                .extracting(value -> ((Breach) value).getRevision())
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest(name = "restarted before the change: {0}")
    @ValueSource(booleans = {false, true})
    void a_breach_ends_with_the_definition_that_it_breaks(boolean restarted) {
        var history = new DefinitionHistory();
        history.add(SET);
        var others = Documents.set(2, Documents.DEMO, Documents.slo("pay", "demo"));
        history.add(new DefinitionSet(2, "later", Wire.at(200), others.documents()));
        processor = new DetectorProcessor(history);
        init();
        process(Wire.counts("checkout", 190, 0, 10), 190);
        process(Wire.counts("checkout", 191, 10, 10), 191);
        if (restarted) {
            beforeCommit.flushCache();
            processor = new DetectorProcessor(history);
            init();
        }

        process(Wire.tick(200), 200);
        process(Wire.tick(201), 201);

        assertThat(forwarded)
                .filteredOn(Breach.class::isInstance)
                .last()
                .isInstanceOfSatisfying(
                        Breach.class,
                        breach -> {
                            assertThat(breach.getKind()).isEqualTo(BreachKind.CLEARED);
                            assertThat(breach.getRevision()).isEqualTo(2);
                            assertThat(breach.getReason()).isEqualTo(BreachReason.WITHDRAWN);
                            assertThat(breach.getDefinitions()).isEqualTo(2);
                            assertThat(breach.getText()).contains("is not watched any more");
                        });
        assertThat(forwarded)
                .last()
                .isInstanceOfSatisfying(
                        SignalPoint.class, signal -> assertThat(signal.getBudget()).isNull());
        assertThat(forwarded).as("once").hasSize(5);
    }

    @Test
    void a_definition_that_comes_back_finds_what_was_counted() {
        var history = new DefinitionHistory();
        history.add(SET);
        history.add(new DefinitionSet(2, "without", Wire.at(200), List.of()));
        history.add(new DefinitionSet(3, "with", Wire.at(300), SET.documents()));
        processor = new DetectorProcessor(history);
        init();
        process(Wire.counts("checkout", 190, 0, 10), 190);
        process(Wire.tick(200), 200);
        process(Wire.counts("checkout", 310, 0, 10), 310);

        assertThat(forwarded)
                .last()
                .isInstanceOfSatisfying(
                        SignalPoint.class,
                        signal -> assertThat(signal.getBudget().getTotal()).isEqualTo(20));
    }

    @Test
    void a_decision_is_committed_at_once() {
        init();
        process(Wire.counts("checkout", 1, 0, 10), 1);
        assertThat(context.committed()).isFalse();

        process(Wire.counts("checkout", 2, 10, 10), 2);

        assertThat(context.committed()).isTrue();
    }

    @ParameterizedTest(name = "restarted before: {0}")
    @ValueSource(booleans = {false, true})
    void scrape_targets_that_never_come_back_are_forgotten_after_a_day(boolean restarted) {
        init();
        long day = 86_400;
        for (long second : new long[] {0, 60, day - 60}) {
            process(Wire.reading("pay", second, CounterRole.TOTAL, 1, 10 + second), second);
        }
        process(Wire.reading("checkout", 60, CounterRole.TOTAL, 1, 10), 60);
        beforeCommit.flushCache();
        if (restarted) {
            restart();
        }
        // The objective reads each of them, and the rule about its traffic.
        assertThat(scrapeTargets()).isEqualTo(4);

        process(Wire.tick(day + 3_600), day + 3_600);
        beforeCommit.flushCache();

        assertThat(scrapeTargets()).isEqualTo(2);
        process(Wire.reading("checkout", 2 * day, CounterRole.TOTAL, 1, 50), 2 * day);
        process(Wire.reading("pay", 2 * day, CounterRole.TOTAL, 1, day), 2 * day);
        process(Wire.tick(2 * day + 1), 2 * day + 1);
        beforeCommit.flushCache();
        assertThat(scrapeTargets()).as("both are back").isEqualTo(4);
    }

    private int scrapeTargets() {
        return stores.stream()
                .filter(store -> store.name().equals(DetectorProcessor.COUNTERS))
                .mapToInt(MemoryStore::entries)
                .sum();
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
        context.forwarded().stream()
                .map(one -> one.record().value())
                .filter(value ->
                        !(value instanceof SignalPoint point) || point.getKind() == SignalKind.SLO)
                .forEach(forwarded::add);
    }

    private void restart() {
        beforeCommit.flushCache();
        processor = new DetectorProcessor(Definitions.always(set));
        init();
    }

    private void init() {
        context = new MockProcessorContext<>();
        stores.forEach(context::addStateStore);
        beforeCommit = new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
        context.addStateStore(beforeCommit);
        processor.init(context);
    }

    private static List<KeyValueStore<Bytes, byte[]>> emptyStores() {
        return DetectorProcessor.STORES.stream().map(MemoryStore::named).toList();
    }
}
