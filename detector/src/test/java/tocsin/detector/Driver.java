package tocsin.detector;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

import tocsin.detector.slo.Documents;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Breach;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricSample;
import tocsin.schemas.SignalKind;
import tocsin.schemas.SignalPoint;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The detector's topology without a broker, watching `checkout` and `pay` with the demo's policy.
/// Record time is event time.
final class Driver implements AutoCloseable {
    private static final String PREFIX = "tocsin.";
    private static final Definitions DEFINITIONS =
            Definitions.always(
                    Documents.set(
                            3,
                            Documents.DEMO,
                            Documents.slo("checkout", "demo"),
                            Documents.slo("pay", "demo")));

    private final ValueSerdes serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());
    private final Serializer<MetricSample> samples = serdes.of(Topics.METRICS).serializer();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> metrics;
    private final String description;

    Driver(Path stateDir) {
        this(stateDir, DEFINITIONS);
    }

    Driver(Path stateDir, Definitions definitions) {
        var properties = new Properties();
        properties.putAll(
                new KafkaConfig("unused:9092", List.of(), PREFIX, Map.of())
                        .streams("detector", stateDir.toString(), 2_000, 100));
        // The driver drops what is in a transaction of an unreadable record, which none commits.
        properties.put("processing.guarantee", "at_least_once");
        var topology = new DetectorTopology(serdes, definitions, false).get();
        description = topology.describe().toString();
        driver = new TopologyTestDriver(topology, properties, Wire.NINE);
        metrics =
                driver.createInputTopic(
                        "tocsin.metrics", new StringSerializer(), new ByteArraySerializer());
    }

    String description() {
        return description;
    }

    /// 2 min calm, 90 s in which everything fails, then recovery.
    void story(String... services) {
        for (long second = 1; second <= 400; second++) {
            for (var service : services) {
                long bad = second > 120 && second <= 210 ? 10 : 0;
                send(Wire.counts(service, second, bad, 10), second);
            }
            tick(second);
        }
    }

    /// Ten events and a tick in each of the seconds `from + 1` to `to`.
    void seconds(String service, long from, long to, long bad) {
        for (long second = from + 1; second <= to; second++) {
            send(Wire.counts(service, second, bad, 10), second);
            tick(second);
        }
    }

    void tick(long second) {
        send(Wire.tick(second), second);
    }

    void send(MetricSample sample, long second) {
        raw(sample.getService(), samples.serialize("tocsin.metrics", sample), second);
    }

    void raw(String key, byte[] value, long second) {
        metrics.pipeInput(key, value, Wire.at(second));
    }

    List<Breach> breaches() {
        var values = serdes.of(Topics.BREACHES).deserializer();
        return records("tocsin.breaches").stream()
                .map(record -> values.deserialize("tocsin.breaches", record.value()))
                .toList();
    }

    /// Those of objectives.
    List<SignalPoint> signals() {
        return signals(SignalKind.SLO);
    }

    List<SignalPoint> signals(SignalKind kind) {
        var values = serdes.of(Topics.SIGNALS).deserializer();
        return records("tocsin.signals").stream()
                .map(record -> values.deserialize("tocsin.signals", record.value()))
                .filter(signal -> signal.getKind() == kind)
                .toList();
    }

    List<TestRecord<String, byte[]>> letters() {
        return records("tocsin.dead-letters");
    }

    List<TestRecord<String, byte[]>> records(String topic) {
        return driver.createOutputTopic(
                        topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /// The keys of a store, as text.
    List<String> stored(String store) {
        var keys = new ArrayList<String>();
        try (var all = driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
            all.forEachRemaining(entry -> keys.add(new String(entry.key.get(), UTF_8)));
        }
        return keys;
    }

    @Override
    public void close() {
        driver.close();
    }
}
