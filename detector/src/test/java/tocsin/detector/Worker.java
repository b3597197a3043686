package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.schemas.Breach;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;

import java.util.ArrayList;
import java.util.List;

/// The processor of one partition without a topology, which goes on after restarts.
final class Worker {
    private final DefinitionHistory definitions = new DefinitionHistory();
    private final List<Object> forwarded = new ArrayList<>();
    private final List<KeyValueStore<Bytes, byte[]>> stores =
            DetectorProcessor.STORES.stream().map(MemoryStore::named).toList();
    private BeforeCommit beforeCommit =
            new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
    private MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private DetectorProcessor processor = new DetectorProcessor(definitions);
    private long offset;

    Worker(DefinitionSet set) {
        definitions.add(set);
        init();
    }

    private void init() {
        context = new MockProcessorContext<>();
        stores.forEach(context::addStateStore);
        beforeCommit = new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT).build();
        context.addStateStore(beforeCommit);
        processor = new DetectorProcessor(definitions);
        processor.init(context);
    }

    void commit() {
        beforeCommit.flushCache();
    }

    void restart() {
        commit();
        init();
    }

    /// The keys of a store, as text, in order.
    List<String> keys(String store) {
        var keys = new ArrayList<String>();
        for (var one : stores) {
            if (one.name().equals(store)) {
                try (var all = one.all()) {
                    all.forEachRemaining(entry -> keys.add(new String(entry.key.get(), UTF_8)));
                }
            }
        }
        return keys;
    }

    void define(DefinitionSet set) {
        definitions.add(set);
    }

    void process(MetricSample sample, long second) {
        context.setRecordMetadata("tocsin.metrics", 0, offset++);
        context.resetForwards();
        processor.process(
                new Record<>(sample.getService(), sample, Wire.at(second).toEpochMilli()));
        context.forwarded().forEach(one -> forwarded.add(one.record().value()));
    }

    void tick(long second) {
        process(Wire.tick(second), second);
    }

    /// Everything that was said.
    List<Object> forwarded() {
        return List.copyOf(forwarded);
    }

    List<Breach> breaches() {
        return of(Breach.class);
    }

    List<SignalPoint> signals() {
        return of(SignalPoint.class).stream()
                .filter(signal -> signal.getKind() == SignalKind.SLO)
                .toList();
    }

    private <T> List<T> of(Class<T> type) {
        return forwarded.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// How many entries a store has.
    int entries(String store) {
        return stores.stream()
                .filter(one -> one.name().equals(store))
                .mapToInt(MemoryStore::entries)
                .sum();
    }
}
