package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

import tocsin.detector.rule.RuleCatalog;
import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.BaselineRung;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.CounterRole;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalPoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Rules in the processor: those built in, restarts, and definitions that change.
class RulesTest {
    private static final DefinitionSet NONE = Documents.set(1);

    private final List<Breach> breaches = new ArrayList<>();
    private final List<SignalPoint> signals = new ArrayList<>();
    private List<KeyValueStore<Bytes, byte[]>> stores = emptyStores();
    private BeforeCommit beforeCommit =
            new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private DetectorProcessor processor = new DetectorProcessor(Definitions.always(NONE));
    private long offset;

    @Test
    void the_built_in_rules_can_be_used() {
        var catalog = new RuleCatalog(NONE, BuiltInRules.documents(), (_, _) -> false);

        assertThat(catalog.findings()).isEmpty();
        assertThat(catalog.of("checkout", "availability"))
                .extracting(rule -> rule.name() + ": " + rule.thresholds())
                .containsExactly(
                        "error-rate-1pct: over 1m above 0.01",
                        "error-rate-rollback: over 1m above 0.05",
                        "any-5xx-burst: over 1m above 0.005",
                        "rps-drop-50: over 2m belowBaseline 0.5");
        assertThat(Stream.of("latency", "cpu", "memory", "disk", "health", "restarts", "pods"))
                .allSatisfy(sli -> assertThat(catalog.of("checkout", sli)).isNotEmpty());
    }

    @Test
    void a_processor_that_is_busy_for_ten_minutes_is_told_of_and_one_with_a_gap_too() {
        init();
        LongFunction<MetricSample> busyBut =
                at -> Wire.gauge("checkout", "cpu", at, at % 200 == 0 ? 0.3 : 3.6, 4);
        tenSeconds(0, 590, busyBut);
        assertThat(breaches).isEmpty();

        tenSeconds(590, 600, busyBut);

        assertThat(breaches).extracting(Breach::getRule).containsExactly("cpu-80");
        assertThat(breaches.getFirst().getText())
                .isEqualTo(
                        "checkout: more than 80 % was in use for 95 % of the last 10 min, at"
                                + " least 95 % (rule cpu-80)");
    }

    @Test
    void memory_is_judged_by_its_mean_and_not_before_there_is_a_whole_window_of_it() {
        init();
        tenSeconds(0, 590, at -> Wire.gauge("checkout", "memory", at, 7.0, 8));
        assertThat(breaches).isEmpty();

        tenSeconds(590, 600, at -> Wire.gauge("checkout", "memory", at, 7.0, 8));

        assertThat(breaches)
                .extracting(Breach::getText)
                .containsExactly(
                        "checkout: 88 % was in use on average in the last 5 min, more than 85 %"
                                + " (rule memory-85)");
    }

    @Test
    void checks_that_fail_are_an_outage() {
        init();
        tenSeconds(0, 300, at -> Wire.state("checkout", "health", at, true, ""));
        tenSeconds(300, 320, at -> Wire.state("checkout", "health", at, false, "refused"));
        assertThat(breaches).isEmpty();

        tenSeconds(320, 330, at -> Wire.state("checkout", "health", at, false, "refused"));
        tenSeconds(330, 600, at -> Wire.state("checkout", "health", at, true, ""));

        assertThat(breaches)
                .extracting(Breach::getKind)
                .containsExactly(BreachKind.FIRING, BreachKind.CLEARED);
        assertThat(breaches.getFirst().getText())
                .startsWith("checkout: 3 of 6 checks failed in the last minute (50 %)");
        assertThat(breaches.getFirst().getFacets())
                .extracting(Facet::getName)
                .containsExactly("TOTAL_OUTAGE");
    }

    @Test
    void only_the_reason_that_a_rule_names_counts() {
        init();
        tenSeconds(0, 300, at -> Wire.state("checkout", "pods", at, false, "ContainerCreating"));
        assertThat(breaches).isEmpty();

        tenSeconds(300, 400, at -> Wire.state("checkout", "pods", at, false, "CrashLoopBackOff"));

        assertThat(breaches).extracting(Breach::getRule).containsExactly("pod-back-off");
    }

    @Test
    void a_percentile_is_a_share_of_events_above_a_bucket_bound() {
        init();
        var bounds = List.of(0.1, 0.5, 1.0);
        tenSeconds(0, 600, at -> Wire.histogram("checkout", at, bounds, List.of(70L, 25L, 5L, 0L)));
        assertThat(breaches).isEmpty();

        tenSeconds(
                600, 900, at -> Wire.histogram("checkout", at, bounds, List.of(50L, 40L, 9L, 1L)));
        assertThat(breaches).isEmpty();
        tenSeconds(
                900, 960, at -> Wire.histogram("checkout", at, bounds, List.of(50L, 40L, 8L, 2L)));

        assertThat(breaches).extracting(Breach::getRule).containsExactly("p95-500ms", "p99-1s");
        assertThat(breaches.getFirst().getText())
                .startsWith("checkout: 60 of 600 events were above 0.5 in the last minute (10 %)");
    }

    @Test
    void samples_that_no_rule_could_use_are_refused_and_counted_by_none() {
        init();
        var far = Wire.at(100).plusSeconds(61);
        assertThat(
                        List.of(
                                Wire.gauge("a", "cpu", 10, Double.NaN, 1),
                                Wire.gauge("a", "cpu", 10, -1, 1),
                                Wire.gauge("a", "cpu", 10, 1, 0),
                                Wire.gauge("a", "cpu", 10, 1, -1),
                                Wire.gauge("a", "cpu", 10, 1e300, 1),
                                Wire.gauge("a", "cpu", 10, Double.POSITIVE_INFINITY, 1),
                                Wire.histogram("a", 10, List.of(1.0, 0.5), List.of(1L, 1L, 1L)),
                                Wire.histogram("a", 10, List.of(Double.NaN), List.of(1L, 1L)),
                                Wire.histogram("a", 10, List.of(0.5), List.of(1L)),
                                Wire.histogram("a", 10, List.of(0.5), List.of(1L, -1L)),
                                Wire.histogram("a", 10, List.of(0.5), List.of(1L, Long.MAX_VALUE)),
                                Wire.histogram(
                                        "a",
                                        10,
                                        LongStream.range(0, 9_999)
                                                .mapToObj(bound -> (double) bound)
                                                .toList(),
                                        Collections.nCopies(10_000, 1L)),
                                MetricSample.newBuilder(Wire.gauge("a", "cpu", 10, 1, 1))
                                        .setEnvelope(
                                                Envelope.newBuilder().setId("").setAt(far).build())
                                        .build()))
                .allSatisfy(poison ->
                        assertThatThrownBy(() -> process(poison, 100))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith("unusable sample: "));
        assertThat(context.committed()).isFalse();

        process(Wire.gauge("a", "cpu", 10, 1, 1), 100);
        assertThat(breaches).isEmpty();
    }

    @Test
    void a_service_without_an_slo_is_watched_by_the_rules_built_in() {
        init();
        story(Integer.MAX_VALUE);

        assertThat(breaches)
                .extracting(breach -> breach.getRule() + " " + breach.getKind())
                .containsExactly(
                        "any-5xx-burst FIRING",
                        "error-rate-rollback FIRING",
                        "error-rate-1pct FIRING",
                        "any-5xx-burst CLEARED",
                        "error-rate-rollback CLEARED",
                        "error-rate-1pct CLEARED");
        var rollback = breaches.get(1);
        assertThat(rollback.getService()).isEqualTo("checkout");
        assertThat(rollback.getSlo()).isEmpty();
        assertThat(rollback.getSli()).isEqualTo("availability");
        assertThat(rollback.getTarget()).isEqualTo("over 1m above 0.05");
        assertThat(rollback.getBudget()).isNull();
        assertThat(rollback.getText())
                .isEqualTo(
                        "checkout: 340 of 600 events failed in the last minute (57 %), more than"
                                + " 5 % (rule error-rate-rollback)");
        assertThat(rollback.getFacets())
                .singleElement()
                .satisfies(facet -> {
                    assertThat(facet.getName()).isEqualTo("PAGE_FAST");
                    assertThat(facet.getFiring()).isTrue();
                    assertThat(facet.getWindows().getFirst().getBurn())
                            .isCloseTo(11.3, within(0.1));
                });
        assertThat(breaches.getLast().getFacets()).noneMatch(Facet::getFiring);
    }

    @Test
    void traffic_that_drops_below_half_of_what_is_usual_is_told_of_with_what_is_usual() {
        init();
        drop(Integer.MAX_VALUE);

        assertThat(breaches)
                .extracting(breach -> breach.getRule() + " " + breach.getKind())
                .containsExactly("rps-drop-50 FIRING", "rps-drop-50 CLEARED");
        var drop = breaches.getFirst();
        assertThat(drop.getText())
                .isEqualTo(
                        "checkout: 4 events a second in the last 2 min, less than 0.5 times the"
                                + " 20 a second that are usual in the hour before (rule"
                                + " rps-drop-50)");
        // Below half of it by more than chance after 81 s, seen at the end of that bucket, known
        // 15 s later, and that for a minute.
        assertThat(drop.getEnvelope().getAt()).isEqualTo(Wire.at(3_600 + 90 + 15 + 60));
        var evidence = drop.getEvidence();
        assertThat(evidence.getCrossing().getOffset()).isPositive();
        assertThat(evidence.getBaseline().getUsual()).isEqualTo(20);
        assertThat(evidence.getBaseline().getThreshold()).isEqualTo(10);
        assertThat(evidence.getBaseline().getRung()).isEqualTo(BaselineRung.TRAILING_HOUR);
        assertThat(evidence.getBaseline().getLearnedFrom()).isEqualTo(60);
        assertThat(drop.getFacets().getFirst().getWindows().getFirst().getBurn()).isEqualTo(2.5);
    }

    @Test
    void what_is_usual_outlives_a_restart() {
        init();
        drop(Integer.MAX_VALUE);
        var undisturbed = List.copyOf(breaches);

        stores = emptyStores();
        breaches.clear();
        offset = 0;
        restart();
        drop(97);

        assertThat(breaches).isEqualTo(undisturbed);
    }

    @Test
    void a_service_that_comes_back_after_a_pause_has_lost_no_traffic() {
        init();
        seconds(0, 3_600, 0);
        for (long second = 3_601; second <= 4_200; second++) {
            process(Wire.tick(second), second);
        }
        seconds(4_200, 4_800, 0);

        assertThat(breaches).isEmpty();
    }

    @Test
    void a_p99_is_compared_with_that_of_yesterday() {
        init();
        var bounds = List.of(0.1, 0.2, 0.4, 0.8, 1.6);
        var usual = List.of(400L, 90L, 10L, 0L, 0L, 0L);
        tenSeconds(0, 26 * 3_600, at -> Wire.histogram("checkout", at, bounds, usual));
        assertThat(breaches).isEmpty();

        tenSeconds(
                26 * 3_600,
                26 * 3_600 + 360,
                at -> Wire.histogram("checkout", at, bounds, List.of(380L, 90L, 10L, 20L, 0L, 0L)));
        assertThat(breaches).extracting(Breach::getRule).containsExactly("p99-2x-baseline");
        assertThat(breaches.getFirst().getText())
                .startsWith("checkout: p99 was 0.")
                .endsWith(
                        " in the last 5 min, more than 2 times the 0.297 that are usual at this"
                                + " hour yesterday (rule p99-2x-baseline)");

        tenSeconds(
                26 * 3_600 + 360, 27 * 3_600, at -> Wire.histogram("checkout", at, bounds, usual));
        assertThat(breaches)
                .extracting(Breach::getKind)
                .containsExactly(BreachKind.FIRING, BreachKind.CLEARED);
        assertThat(breaches.getFirst().getEvidence().getBaseline().getRung())
                .isEqualTo(BaselineRung.SAME_HOUR_YESTERDAY);
    }

    /// An hour of twenty events a second, five minutes of four, and then twenty again.
    private void drop(int records) {
        for (long second = 1; second <= 4_500; second++) {
            long total = second > 3_600 && second <= 3_900 ? 4 : 20;
            process(Wire.counts("checkout", second, 0, total), second);
            process(Wire.tick(second), second);
            if (offset / records != (offset - 2) / records) {
                restart();
            }
        }
    }

    @Test
    void a_restart_at_any_record_changes_nothing() {
        init();
        story(Integer.MAX_VALUE);
        var undisturbed = List.copyOf(breaches);
        var told = List.copyOf(signals);

        stores = emptyStores();
        breaches.clear();
        signals.clear();
        offset = 0;
        restart();
        story(7);

        assertThat(undisturbed).isNotEmpty();
        assertThat(breaches).isEqualTo(undisturbed);
        assertThat(signals).isEqualTo(told);
    }

    @Test
    void an_slo_on_the_same_indicator_takes_over_and_what_the_rules_said_is_over() {
        var history = new DefinitionHistory();
        history.add(NONE);
        history.add(
                new DefinitionSet(
                        2,
                        "later",
                        Wire.at(200),
                        Documents.set(2, Documents.DEMO, Documents.slo("checkout", "demo"))
                                .documents()));
        processor = new DetectorProcessor(history);
        init();
        seconds(0, 120, 0);
        seconds(120, 199, 10);
        int open = breaches.size();
        assertThat(breaches).hasSize(2);

        seconds(199, 200, 10);

        assertThat(breaches.subList(open, breaches.size()))
                .filteredOn(breach -> breach.getSlo().isEmpty())
                .hasSize(2)
                .allSatisfy(breach -> {
                    assertThat(breach.getKind()).isEqualTo(BreachKind.CLEARED);
                    assertThat(breach.getDefinitions()).isEqualTo(2);
                    assertThat(breach.getFacets()).isEmpty();
                });
        seconds(200, 320, 10);
        assertThat(breaches.subList(open, breaches.size()))
                .filteredOn(breach -> breach.getSlo().isEmpty())
                .hasSize(2);
    }

    @Test
    void counters_are_watched_like_counts() {
        init();
        for (long second = 5; second <= 300; second += 5) {
            process(Wire.reading("pay", second, CounterRole.TOTAL, 1, 10 * second), second);
            process(
                    Wire.reading("pay", second, CounterRole.BAD, 2, Math.max(0, second - 120)),
                    second);
            process(Wire.tick(second), second);
        }

        assertThat(breaches)
                .extracting(Breach::getRule)
                .containsExactly("any-5xx-burst", "error-rate-rollback", "error-rate-1pct");
    }

    /// A service that fails for three minutes of twelve; restarted every `records`.
    private void story(int records) {
        for (long second = 1; second <= 700; second++) {
            long bad = second > 120 && second <= 300 ? 10 : 0;
            process(Wire.counts("checkout", second, bad, 10), second);
            process(Wire.tick(second), second);
            if (offset / records != (offset - 2) / records) {
                restart();
            }
        }
    }

    private void tenSeconds(long from, long to, LongFunction<MetricSample> sample) {
        for (long second = from + 10; second <= to; second += 10) {
            process(sample.apply(second), second);
            process(Wire.tick(second), second);
        }
    }

    private void seconds(long from, long to, long bad) {
        for (long second = from + 1; second <= to; second++) {
            process(Wire.counts("checkout", second, bad, 10), second);
            process(Wire.tick(second), second);
        }
    }

    private void process(MetricSample sample, long second) {
        context.setRecordMetadata("tocsin.metrics", 0, offset++);
        context.resetForwards();
        processor.process(
                new Record<>(sample.getService(), sample, Wire.at(second).toEpochMilli()));
        for (var one : context.forwarded()) {
            switch (one.record().value()) {
                case Breach breach -> breaches.add(breach);
                case SignalPoint signal -> signals.add(signal);
                default -> throw new AssertionError("unexpected: " + one);
            }
        }
    }

    private void restart() {
        beforeCommit.flushCache();
        processor = new DetectorProcessor(Definitions.always(NONE));
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
