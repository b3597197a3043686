package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.detector.slo.Documents;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.MetricSample;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Rules watch whatever is sent, and whoever sends may invent names.
class ForgottenRulesTest {
    private static final String PAY =
            """
            kind: Service
            metadata: {name: pay}
            spec: {tier: 0}
            """;

    private final Set<String> told = new LinkedHashSet<>();
    private final List<KeyValueStore<Bytes, byte[]>> stores =
            DetectorProcessor.STORES.stream().map(MemoryStore::named).toList();
    private final BeforeCommit beforeCommit =
            new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final DetectorProcessor processor =
            new DetectorProcessor(Definitions.always(Documents.set(1, PAY)));
    private long offset;

    @BeforeEach
    void init() {
        stores.forEach(context::addStateStore);
        context.addStateStore(beforeCommit);
        processor.init(context);
    }

    @Test
    void invented_names_take_no_room_from_services_that_are_defined_and_are_forgotten() {
        for (int name = 0; name < Watched.MAX_RULE_SERIES + 1; name++) {
            process(Wire.state("invented-" + name, "pods", 1, true, ""), 1);
        }
        beforeCommit.flushCache();
        assertThat(MemoryStore.entries(store(DetectorProcessor.RULE_HEADS)))
                .isEqualTo(Watched.MAX_RULE_SERIES);

        fails("pay", 10);
        fails("checkout", 10);
        assertThat(told).containsExactly("pay");

        for (long second = 3_600; second <= 3 * 3_600; second += 600) {
            process(Wire.tick(second), second);
        }
        fails("checkout", 3 * 3_600 + 10);
        beforeCommit.flushCache();

        assertThat(told).containsExactly("pay", "checkout");
        assertThat(MemoryStore.entries(store(DetectorProcessor.RULE_HEADS))).isLessThan(10);
        assertThat(MemoryStore.entries(store(DetectorProcessor.RULE_CHUNKS))).isLessThan(40);
    }

    @Test
    void what_fires_is_not_forgotten_however_silent_it_is() {
        double end = Wire.at(20 * 86_400).getEpochSecond();
        process(Wire.gauge("shop", "certificate", 10, end, 1), 10);
        process(Wire.tick(60), 60);
        assertThat(told).containsExactly("shop");

        process(Wire.tick(5 * 3_600), 5 * 3_600);
        beforeCommit.flushCache();

        assertThat(MemoryStore.entries(store(DetectorProcessor.RULE_HEADS))).isEqualTo(1);
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return stores.get(DetectorProcessor.STORES.indexOf(name));
    }

    private void fails(String service, long from) {
        for (long second = from; second < from + 60; second++) {
            process(Wire.counts(service, second, 10, 10), second);
        }
    }

    private void process(MetricSample sample, long second) {
        context.setRecordMetadata("tocsin.metrics", 0, offset++);
        context.resetForwards();
        processor.process(
                new Record<>(sample.getService(), sample, Wire.at(second).toEpochMilli()));
        context.forwarded().stream()
                .map(one -> one.record().value())
                .filter(Breach.class::isInstance)
                .forEach(breach -> told.add(((Breach) breach).getService()));
    }
}
