package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
import tocsin.schemas.Schemas;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One detector, and three of which one leaves in the middle of the outages, on a real broker.
class InstancesTest {
    private static final int SERVICES = 12;
    private static final int SECONDS = 600;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Instant BEGIN =
            Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MINUTES);

    private static final String POLICY =
            """
            {"spec": {"clearFor": "10s", "minEpisode": "20s",
              "pairs": [{"factor": 14.4, "long": "2m", "short": "20s", "class": "PAGE_FAST"}]}}
            """;

    private static final String SLO =
            """
            {"metadata": {"annotations": {"tocsin.dev/burn-policy": "quick"}},
             "spec": {"service": "SERVICE", "budgetingMethod": "Occurrences",
              "timeWindow": [{"duration": "30d", "isRolling": true}],
              "indicator": {"spec": {"ratioMetric": {"counter": true,
                "good": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}},
                "total": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}}}}},
              "objectives": [{"target": 0.999}]}}
            """;

    @TempDir private Path folder;

    @Test
    void one_detector_and_three_of_which_one_leaves_say_the_same_byte_for_byte() throws Exception {
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free())) {
            var one = new Run(broker.bootstrapServers(), "one.", folder);
            var three = new Run(broker.bootstrapServers(), "three.", folder);

            var alone = one.breaches(1);
            var together = three.breaches(3);

            assertThat(alone).hasSizeGreaterThan(1);
            assertThat(alone.values().stream().mapToInt(List::size).sum())
                    .isGreaterThanOrEqualTo(4 * SERVICES);
            assertThat(together).isEqualTo(alone);
        }
    }

    /// An installation of its own on the broker.
    private static final class Run {
        private final KafkaConfig kafka;
        private final Path folder;
        private final ValueSerdes serdes;

        Run(String bootstrapServers, String prefix, Path folder) {
            kafka = new KafkaConfig(bootstrapServers, List.of(), prefix, Map.of());
            this.folder = folder.resolve(prefix);
            var registry = new InMemorySchemaRegistry();
            // In the same order for both, so that each schema has the same id.
            Schemas.registerAndLoad(registry, prefix, Topics.ALL);
            serdes = ValueSerdes.own(prefix, registry);
        }

        /// All breaches of the story in the order of each partition, as they are on the log.
        Map<TopicPartition, List<Bytes>> breaches(int instances) throws Exception {
            var running = new ArrayList<KafkaStreams>();
            try (var admin = Admin.create(kafka.admin("test"));
                    var samples =
                            new KafkaProducer<>(
                                    kafka.producer("samples"),
                                    new StringSerializer(),
                                    new ByteArraySerializer())) {
                TopicAdmin.create(admin, kafka.prefix(), EmbeddedKafka.PARTITIONS);
                for (int number = 0; number < instances; number++) {
                    running.add(start(number));
                }
                LocalTocsin.await(
                        "all instances run", LIMIT, () -> running.stream().allMatch(Run::hasWork));
                send(samples, 0, SECONDS / 2);
                if (instances > 1) {
                    LocalTocsin.await("the first breaches", LIMIT, () -> !read().isEmpty());
                    send(samples, SECONDS / 2, SECONDS * 3 / 4);
                    running.removeLast().close();
                    send(samples, SECONDS * 3 / 4, SECONDS);
                } else {
                    send(samples, SECONDS / 2, SECONDS);
                }
                LocalTocsin.await("everything is read", LIMIT, () -> done(admin));
            } finally {
                running.forEach(KafkaStreams::close);
            }
            return read();
        }

        private static boolean hasWork(KafkaStreams instance) {
            return instance.state() == KafkaStreams.State.RUNNING
                    && instance.metadataForLocalThreads().stream()
                            .anyMatch(thread -> !thread.activeTasks().isEmpty());
        }

        private KafkaStreams start(int number) {
            var properties = new Properties();
            properties.putAll(Detector.settings(kafka, folder.resolve("state-" + number)));
            properties.put("application.server", "127.0.0.1:" + (1 + number));
            var topology =
                    new DetectorTopology(serdes, Definitions.always(definitions()), true).get();
            var streams = new KafkaStreams(topology, properties);
            streams.start();
            return streams;
        }

        /// Every service fails for a minute, five minutes later again, each at another time.
        private void send(KafkaProducer<String, byte[]> samples, int from, int to)
                throws InterruptedException, ExecutionException {
            var topic = Topics.METRICS.name(kafka.prefix());
            var values = serdes.of(Topics.METRICS).serializer();
            for (int second = from; second < to; second++) {
                long at = BEGIN.plusSeconds(second + 1).toEpochMilli();
                for (int service = 0; service < SERVICES; service++) {
                    var name = "s" + service;
                    boolean fails = (second + 17 * service) % 300 < 60;
                    var bytes = values.serialize(topic, sample(name, at, fails ? 10 : 0));
                    var _ = samples.send(new ProducerRecord<>(topic, null, at, name, bytes));
                }
                var tick = values.serialize(topic, tick(at));
                for (int partition = 0; partition < EmbeddedKafka.PARTITIONS; partition++) {
                    var _ = samples.send(new ProducerRecord<>(topic, partition, at, null, tick));
                }
            }
            samples.flush();
        }

        private boolean done(Admin admin) {
            var group = kafka.group("detector");
            try {
                var read =
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
                var ends =
                        admin.listOffsets(
                                        partitions(Topics.METRICS.name(kafka.prefix())).stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                one -> one,
                                                                _ -> OffsetSpec.latest())))
                                .all()
                                .get();
                return ends.entrySet().stream()
                        .allMatch(end -> {
                            var offset = read.get(end.getKey());
                            return offset != null && offset.offset() == end.getValue().offset();
                        });
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        private Map<TopicPartition, List<Bytes>> read() {
            var partitions = partitions(Topics.BREACHES.name(kafka.prefix()));
            var config = kafka.consumer("reader");
            try (var consumer =
                    new KafkaConsumer<>(
                            config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                var ends = consumer.endOffsets(partitions);
                var read = new TreeMap<Integer, List<Bytes>>();
                while (partitions.stream()
                        .anyMatch(one -> consumer.position(one) < ends.get(one))) {
                    for (var record : consumer.poll(Duration.ofMillis(100))) {
                        read.computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                                .add(Bytes.wrap(record.value()));
                    }
                }
                return read.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> new TopicPartition("breaches", entry.getKey()),
                                        Map.Entry::getValue));
            }
        }
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, EmbeddedKafka.PARTITIONS)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }

    private static DefinitionSet definitions() {
        var documents = new ArrayList<Document>();
        documents.add(document("BurnPolicy", "quick", POLICY));
        for (int service = 0; service < SERVICES; service++) {
            var slo = SLO.replace("SERVICE", "s" + service);
            documents.add(document("SLO", "s" + service + "-availability", slo));
        }
        return new DefinitionSet(1, "test", Instant.EPOCH, documents);
    }

    private static Document document(String kind, String name, String json) {
        return new Document(kind, name, JsonMapper.shared().readTree(json));
    }

    private static MetricSample sample(String service, long at, long bad) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope(service + "/" + at, at))
                .setKind(MetricKind.COUNTS)
                .setService(service)
                .setSli("availability")
                .setCounts(
                        Counts.newBuilder()
                                .setLengthMillis(1_000)
                                .setGood(10 - bad)
                                .setTotal(10)
                                .build())
                .build();
    }

    private static MetricSample tick(long at) {
        return MetricSample.newBuilder()
                .setEnvelope(envelope("", at))
                .setKind(MetricKind.TICK)
                .build();
    }

    private static Envelope envelope(String id, long at) {
        return Envelope.newBuilder().setId(id).setAt(Instant.ofEpochMilli(at)).build();
    }
}
