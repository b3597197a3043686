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
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Counts;
import tocsin.schemas.Envelope;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// How soon an outage is known: by the detector, which is sent each request, and by a genuine
/// Prometheus, which scrapes the same truth every 15 s and evaluates the same burn rule every 15 s.
/// The clock starts with the request that makes the rule true. It stops when the breach is in the
/// hands of a reader of committed records, and when Prometheus says that its alert fires.
///
/// ```
/// BesidePrometheus [outages = 40]
/// ```
public final class BesidePrometheus {
    private static final String PREFIX = "bench.";
    private static final Duration CALM = Duration.ofSeconds(80);
    private static final Duration BEGINNINGS = Duration.ofSeconds(75);

    /// Longer than Prometheus may take: a scrape and an evaluation, twice.
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final String POLICY =
            """
            {"spec": {"pairs": [{"factor": 14.4, "long": "5m", "short": "1m", "class": "PAGE_FAST"}],
                      "guards": {"minBad": 1, "alpha": 1}}}
            """;

    private final ValueSerdes serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());
    private final KafkaConfig kafka;
    private final Outages truth;

    private BesidePrometheus(KafkaConfig kafka, Outages truth) {
        this.kafka = kafka;
        this.truth = truth;
    }

    static void main(String[] arguments) throws Exception {
        int outages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40;
        var program = AlertingPrometheus.installed();
        if (program.isEmpty()) {
            System.out.println(
                    "prometheus is not installed (Debian: apt-get install prometheus); this"
                            + " benchmark needs it");
            return;
        }
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), DetectorReplay.freePort())) {
            var kafka = new KafkaConfig(broker.bootstrapServers(), List.of(), PREFIX, Map.of());
            try (var admin = Admin.create(kafka.admin("benchmark"))) {
                TopicAdmin.create(admin, PREFIX, EmbeddedKafka.PARTITIONS);
            }
            long begin = System.currentTimeMillis() + 5_000;
            var truth =
                    Outages.random(
                            outages, begin, CALM.toMillis(), BEGINNINGS.toMillis(), new Random(1));
            new BesidePrometheus(kafka, truth).run(program.get(), folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private void run(Path program, Path folder) throws Exception {
        var ours = new long[truth.services()];
        var theirs = new long[truth.services()];
        var properties = new Properties();
        properties.putAll(Detector.settings(kafka, folder.resolve("state")));
        var topology = new DetectorTopology(serdes, Definitions.always(definitions()), true).get();
        try (var streams = new KafkaStreams(topology, properties);
                var prometheus =
                        AlertingPrometheus.start(program, folder.resolve("prometheus"), truth)) {
            streams.start();
            var threads =
                    List.of(
                            Thread.ofPlatform().start(this::send),
                            Thread.ofPlatform().start(() -> read(ours)),
                            Thread.ofPlatform().start(() -> look(prometheus, theirs)));
            for (var thread : threads) {
                thread.join();
            }
        }
        print("Tocsin", delays(ours));
        print("Prometheus", delays(theirs));
        double ratio = median(delays(theirs)) / median(delays(ours));
        System.out.printf(Locale.ROOT, "%.0f times sooner at the median%n", ratio);
    }

    private DefinitionSet definitions() {
        var documents = new ArrayList<Document>();
        documents.add(
                new Document("BurnPolicy", "google-share", JsonMapper.shared().readTree(POLICY)));
        for (int service = 0; service < truth.services(); service++) {
            var slo = JsonMapper.shared().readTree(Workload.slo("s" + service));
            documents.add(new Document("SLO", "s" + service + "-availability", slo));
        }
        return new DefinitionSet(1, "benchmark", Instant.EPOCH, documents);
    }

    private boolean goesOn() {
        return System.currentTimeMillis()
                < truth.begin() + CALM.plus(BEGINNINGS).plus(PATIENCE).toMillis();
    }

    /// Each request when it comes.
    private void send() {
        var topic = Topics.METRICS.name(PREFIX);
        var values = serdes.of(Topics.METRICS).serializer();
        var sent = new long[truth.services()];
        try (var samples =
                new KafkaProducer<>(
                        kafka.producer("samples"),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            while (goesOn()) {
                for (int service = 0; service < sent.length; service++) {
                    long due = truth.total(service, System.currentTimeMillis());
                    while (sent[service] < due) {
                        var value = values.serialize(topic, request(service, ++sent[service]));
                        var _ = samples.send(new ProducerRecord<>(topic, "s" + service, value));
                    }
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private MetricSample request(int service, long number) {
        var at = Instant.ofEpochMilli(truth.time(service, number));
        var envelope = Envelope.newBuilder().setId("s" + service + "-" + number).setAt(at).build();
        return MetricSample.newBuilder()
                .setEnvelope(envelope)
                .setKind(MetricKind.COUNTS)
                .setService("s" + service)
                .setSli("availability")
                .setCounts(new Counts(1L, truth.fails(service, number) ? 0L : 1L, 1L))
                .build();
    }

    private void read(long[] seen) {
        var topic = Topics.BREACHES.name(PREFIX);
        try (var reader =
                new KafkaConsumer<>(
                        kafka.consumer("reader"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            reader.assign(
                    IntStream.range(0, EmbeddedKafka.PARTITIONS)
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .toList());
            reader.seekToBeginning(reader.assignment());
            while (goesOn()) {
                for (var record : reader.poll(Duration.ofMillis(100))) {
                    var breach =
                            serdes.of(Topics.BREACHES)
                                    .deserializer()
                                    .deserialize(topic, record.value());
                    int service = Integer.parseInt(breach.getService().substring(1));
                    boolean burns =
                            breach.getFacets().stream()
                                    .anyMatch(facet ->
                                            facet.getFiring()
                                                    && facet.getName().equals("PAGE_FAST"));
                    if (burns && seen[service] == 0) {
                        seen[service] = System.currentTimeMillis();
                    }
                }
            }
        }
    }

    private void look(AlertingPrometheus prometheus, long[] seen) {
        try {
            while (goesOn()) {
                prometheus.look(seen);
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// In milliseconds, sorted; those that were never seen are not among them.
    private double[] delays(long[] seen) {
        return IntStream.range(0, seen.length)
                .filter(service -> seen[service] > 0)
                .mapToDouble(service -> seen[service] - truth.breach(service))
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private void print(String who, double[] delays) {
        System.out.printf(
                Locale.ROOT,
                "%-10s %d of %d outages: first %.0f ms, p50 %.0f ms, p90 %.0f ms, last %.0f ms%n",
                who,
                delays.length,
                truth.services(),
                Arrays.stream(delays).min().orElse(Double.NaN),
                median(delays),
                delays.length == 0 ? Double.NaN : delays[(int) (delays.length * 0.9)],
                Arrays.stream(delays).max().orElse(Double.NaN));
    }
}
