package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tocsin.schemas.AvroSerde;
import tocsin.schemas.HttpSchemaRegistry;
import tocsin.schemas.RandomRecords;
import tocsin.schemas.SchemaRegistry;
import tocsin.schemas.Schemas;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Values travel between our serde and Confluent's genuine registry client over a real broker and a
/// real registry, in both directions and field by field. The client is the one that
/// [ConfluentClient] names; Confluent's own serializer classes are not at hand.
class InteroperabilityTest {
    private static final int VALUES = 20;

    @TempDir private static Path folder;

    private static BrokerFixture broker;
    private static ConfluentClient confluent;

    private final SchemaRegistry registry = new HttpSchemaRegistry(broker.kafka().registries());
    private final long seed = new Random().nextLong();
    private final RandomRecords random = new RandomRecords(seed);

    @BeforeAll
    static void start() {
        broker = BrokerFixture.start(folder);
        confluent = new ConfluentClient(broker.kafka().registries().getFirst());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<Named<Topic<?>>> topics() {
        return Topics.ALL.stream().map(topic -> Named.of(topic.name(), topic));
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void confluents_client_reads_what_we_write(Topic<T> topic)
            throws IOException {
        Schemas.registerAndLoad(registry, Topics.DEFAULT_PREFIX, List.of(topic));
        var serializer = serde(topic).serializer();
        var values = Stream.generate(() -> random.next(topic)).limit(VALUES).toList();

        var from = end(topic);
        send(topic, values.stream().map(value -> serializer.serialize("any", value)).toList());
        var read = new ArrayList<JsonNode>();
        for (var bytes : bytesSince(topic, from)) {
            read.add(parsed(confluent.read(bytes)));
        }

        assertThat(read)
                .as("seed %d", seed)
                .isEqualTo(values.stream().map(value -> parsed(json(topic, value))).toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void we_read_what_confluents_client_registered_and_wrote(
            Topic<T> topic) throws IOException {
        var values = Stream.generate(() -> random.next(topic)).limit(VALUES).toList();
        var written = new ArrayList<byte[]>();
        for (var value : values) {
            written.add(
                    confluent.write(
                            topic.subject("foreign."),
                            topic.schema().toString(),
                            json(topic, value)));
        }

        var from = end(topic);
        send(topic, written);
        var reader = serde(topic).deserializer();
        var read =
                bytesSince(topic, from).stream()
                        .map(bytes -> reader.deserialize("any", bytes))
                        .toList();

        assertThat(read).as("seed %d", seed).isEqualTo(values);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void both_clients_mean_the_same_schema_and_compatibility(Topic<?> topic) throws Exception {
        var prefix = "shared.";
        Schemas.registerAndLoad(registry, prefix, List.of(topic));
        var subject = topic.subject(prefix);

        assertThat(confluent.id(subject, topic.schema().toString()))
                .isEqualTo(registry.register(subject, topic.schema()));
        assertThat(confluent.compatibility(subject)).isEqualTo("FULL_TRANSITIVE");
    }

    private <T extends SpecificRecord> AvroSerde<T> serde(Topic<T> topic) {
        return new AvroSerde<>(topic, Topics.DEFAULT_PREFIX, registry);
    }

    private static void send(Topic<?> topic, List<byte[]> values) {
        try (var producer =
                new KafkaProducer<>(
                        broker.kafka().producer("writer"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (var value : values) {
                // A compacted topic takes no record without a key.
                var key = new byte[] {1};
                producer.send(new ProducerRecord<>(partition(topic).topic(), 0, key, value));
            }
        }
    }

    private static long end(Topic<?> topic) {
        try (var consumer = consumer()) {
            return consumer.endOffsets(List.of(partition(topic))).get(partition(topic));
        }
    }

    private static List<byte[]> bytesSince(Topic<?> topic, long offset) {
        var found = new ArrayList<byte[]>();
        long end = end(topic);
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition(topic)));
            consumer.seek(partition(topic), offset);
            while (consumer.position(partition(topic)) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
            }
        }
        return found;
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                broker.kafka().consumer("reader"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static TopicPartition partition(Topic<?> topic) {
        return new TopicPartition(topic.name(Topics.DEFAULT_PREFIX), 0);
    }

    /// Avro's JSON of a value: times as numbers, a union's branch by its name.
    private static <T extends SpecificRecord> String json(Topic<T> topic, T value) {
        try {
            var out = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().jsonEncoder(topic.schema(), out);
            new SpecificDatumWriter<T>(topic.schema(), SpecificData.getForClass(topic.type()))
                    .write(value, encoder);
            encoder.flush();
            return out.toString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String json) {
        return new JsonMapper().readTree(json);
    }
}
