package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;

import tocsin.cli.EmbeddedKafka;
import tocsin.detector.Detector;
import tocsin.detector.DetectorTopology;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.TopicAdmin;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Counts;
import tocsin.schemas.Envelope;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// From a sample on the log to its breach in the hands of a reader of committed records: the
/// detector with its own settings, exactly once, on the embedded broker, otherwise idle. One
/// service after the other fails, each with one sample.
///
/// ```
/// BreachLatency [breaches = 500]
/// ```
///
/// The first fifth warms up and is not counted.
public final class BreachLatency {
    private static final String PREFIX = "bench.";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(30);

    private final KafkaConfig kafka;
    private final ValueSerdes serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());

    private BreachLatency(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    static void main(String[] arguments) throws Exception {
        int breaches = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), DetectorReplay.freePort())) {
            var kafka = new KafkaConfig(broker.bootstrapServers(), List.of(), PREFIX, Map.of());
            try (var admin = Admin.create(kafka.admin("benchmark"))) {
                TopicAdmin.create(admin, PREFIX, EmbeddedKafka.PARTITIONS);
            }
            print(new BreachLatency(kafka).measure(folder.resolve("state"), breaches));
        } finally {
            Folders.delete(folder);
        }
    }

    private double[] measure(Path state, int breaches)
            throws InterruptedException, ExecutionException {
        var definitions = new Workload(breaches, 0, Instant.now()).definitions();
        var properties = new Properties();
        properties.putAll(Detector.settings(kafka, state));
        var topology = new DetectorTopology(serdes, Definitions.always(definitions), true).get();
        try (var streams = new KafkaStreams(topology, properties);
                var samples =
                        new KafkaProducer<>(
                                kafka.producer("samples"),
                                new StringSerializer(),
                                new ByteArraySerializer());
                var reader =
                        new KafkaConsumer<>(
                                kafka.consumer("reader"),
                                new ByteArrayDeserializer(),
                                new ByteArrayDeserializer())) {
            reader.assign(partitions());
            reader.seekToBeginning(reader.assignment());
            streams.start();
            var millis = new double[breaches];
            for (int number = 0; number < breaches; number++) {
                LockSupport.parkNanos(PAUSE.toNanos());
                millis[number] = millisToBreach("s" + number, samples, reader);
            }
            return Arrays.copyOfRange(millis, breaches / 5, breaches);
        }
    }

    private static List<TopicPartition> partitions() {
        var topic = Topics.BREACHES.name(PREFIX);
        return IntStream.range(0, EmbeddedKafka.PARTITIONS)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }

    private double millisToBreach(
            String service,
            KafkaProducer<String, byte[]> samples,
            KafkaConsumer<byte[], byte[]> reader)
            throws InterruptedException, ExecutionException {
        var topic = Topics.METRICS.name(PREFIX);
        var value = serdes.of(Topics.METRICS).serializer().serialize(topic, failures(service));
        var sent = samples.send(new ProducerRecord<>(topic, service, value));
        samples.flush();
        var _ = sent.get();
        long appended = System.nanoTime();
        while (System.nanoTime() - appended < PATIENCE.toNanos()) {
            for (var record : reader.poll(Duration.ofMillis(100))) {
                var breach =
                        serdes.of(Topics.BREACHES)
                                .deserializer()
                                .deserialize(record.topic(), record.value());
                if (breach.getService().equals(service)) {
                    return (System.nanoTime() - appended) / 1e6;
                }
            }
        }
        throw new IllegalStateException("the breach of " + service + " did not come");
    }

    private static MetricSample failures(String service) {
        return MetricSample.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId(service).setAt(Instant.now()).build())
                .setKind(MetricKind.COUNTS)
                .setService(service)
                .setSli("availability")
                .setCounts(
                        Counts.newBuilder()
                                .setLengthMillis(1_000)
                                .setGood(40)
                                .setTotal(100)
                                .build())
                .build();
    }

    private static void print(double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%n%d breaches: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, worst %.1f ms from sample"
                        + " appended to breach readable%n",
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.9)],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }
}
