package tocsin.detector;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import tocsin.runtime.Traces;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// ```
/// metrics --> [detector] --> breaches
///               |   `-----> signals
///               |  series-heads      state and newest buckets of a series
///               |  ring-chunks       closed buckets of a series, sixty an entry
///               |  rule-heads        the same of a threshold rule's series
///               |  rule-chunks
///               |  counter-targets   last readings of a scrape target's counters
///               |  counted-ids       what was counted in the last 15 minutes
///               |  heard             when what was heard of whom, and who is excused
///               |  newest-tick       the newest tick of the partition
/// ```
///
/// @param serdes of the topics it reads and writes
/// @param persistent whether stores live on disk; in memory for tests
/// @param meters where it counts
/// @param traces makes spans of breaches
public record DetectorTopology(
        ValueSerdes serdes,
        Definitions definitions,
        boolean persistent,
        MeterRegistry meters,
        Traces traces)
        implements Supplier<Topology> {
    private static final Map<String, String> CHANGELOG =
            Map.of("segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.1");

    /// One that counts nowhere and makes no spans.
    public DetectorTopology(ValueSerdes serdes, Definitions definitions, boolean persistent) {
        this(serdes, definitions, persistent, new CompositeMeterRegistry(), Traces.OFF);
    }

    @Override
    public Topology get() {
        var topology = new Topology();
        topology.addSource(
                "metrics",
                Serdes.ByteArray().deserializer(),
                serdes.of(Topics.METRICS).deserializer(),
                Topics.METRICS.name(serdes.prefix()));
        topology.addProcessor("detector", new Detecting(new DetectorMeters(meters)), "metrics");
        topology.addSink(
                Outlet.BREACHES,
                Topics.BREACHES.name(serdes.prefix()),
                Serdes.String().serializer(),
                (Serializer<?>) serdes.of(Topics.BREACHES).serializer(),
                "detector");
        topology.addSink(
                Outlet.SIGNALS,
                Topics.SIGNALS.name(serdes.prefix()),
                Serdes.String().serializer(),
                (Serializer<?>) serdes.of(Topics.SIGNALS).serializer(),
                "detector");
        return topology;
    }

    /// Brings the processor's stores along, so that they cannot be forgotten.
    private final class Detecting
            implements ProcessorSupplier<Object, MetricSample, String, Object> {
        private final DetectorMeters counted;

        Detecting(DetectorMeters counted) {
            this.counted = counted;
        }

        @Override
        public Processor<Object, MetricSample, String, Object> get() {
            return new DetectorProcessor(
                    definitions, counted, new BreachSpans(traces, serdes.prefix()));
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Stream.concat(
                            DetectorProcessor.STORES.stream().map(DetectorTopology.this::store),
                            Stream.of(new BeforeCommit.Builder(DetectorProcessor.BEFORE_COMMIT)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private StoreBuilder<?> store(String name) {
        KeyValueBytesStoreSupplier supplier =
                persistent
                        ? Stores.persistentKeyValueStore(name)
                        : Stores.inMemoryKeyValueStore(name);
        Serde<Bytes> keys = Serdes.Bytes();
        return Stores.keyValueStoreBuilder(supplier, keys, Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG);
    }
}
