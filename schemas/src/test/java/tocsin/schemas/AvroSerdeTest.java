package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class AvroSerdeTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void what_is_written_is_read_back(Topic<T> topic) {
        long seed = new Random().nextLong();
        var random = new RandomRecords(seed);
        for (int i = 0; i < 200; i++) {
            var value = random.next(topic);
            var serde = new AvroSerde<>(topic, Topics.DEFAULT_PREFIX, registry);

            var bytes = serde.serializer().serialize("any", value);
            var read = serde.deserializer().deserialize("any", bytes);

            assertThat(bytes[0]).isZero();
            assertThat(read).as("seed %d", seed).isEqualTo(value);
        }
    }

    @Test
    void nothing_is_left_behind_of_a_value_that_cannot_be_written() {
        var random = new RandomRecords(1);
        var serializer = new AvroSerde<>(Topics.SIGNALS, "tocsin.", registry).serializer();
        var whole = random.next(Topics.SIGNALS);
        var before = serializer.serialize("any", whole);
        var broken =
                new SignalPoint(
                        whole.getEnvelope(),
                        SignalKind.SLO,
                        "checkout",
                        null,
                        0L,
                        false,
                        List.of(),
                        null,
                        Map.of(),
                        null);

        assertThatThrownBy(() -> serializer.serialize("any", broken))
                .isInstanceOf(RuntimeException.class);

        assertThat(serializer.serialize("any", whole)).isEqualTo(before);
    }

    static Stream<Topic<?>> topicsWithWaysOfTheirOwn() {
        return Stream.of(Topics.METRICS, Topics.SIGNALS);
    }

    @ParameterizedTest
    @MethodSource("topicsWithWaysOfTheirOwn")
    <T extends SpecificRecord> void avro_itself_writes_the_same_bytes_and_reads_the_same_values(
            Topic<T> topic) throws IOException {
        long seed = new Random().nextLong();
        var random = new RandomRecords(seed);
        for (int i = 0; i < 200; i++) {
            var value = random.next(topic);
            var serde = new AvroSerde<>(topic, Topics.DEFAULT_PREFIX, registry);
            int id = registry.register(topic.subject(Topics.DEFAULT_PREFIX), topic.schema());

            var avros = RandomRecords.reencode(value, topic.schema(), topic.schema(), id);
            var ours = serde.serializer().serialize("any", value);
            var read = serde.deserializer().deserialize("any", avros);

            assertThat(ours).as("seed %d", seed).isEqualTo(avros);
            assertThat(read).as("seed %d", seed).isEqualTo(value);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_samples_are_refused_as_unreadable_and_nothing_else(long seed) {
        var random = new Random(seed);
        var serde = new AvroSerde<>(Topics.METRICS, "tocsin.", registry);
        for (int i = 0; i < 3_000; i++) {
            var bytes =
                    serde.serializer()
                            .serialize("any", new RandomRecords(seed + i).next(Topics.METRICS));
            bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(256);
            try {
                serde.deserializer().deserialize("any", bytes);
            } catch (SerializationException expected) {
                assertThat(expected).hasMessageContaining("metrics-value");
            }
        }
    }

    @Test
    void a_value_of_an_older_schema_is_read_with_defaults() {
        var topic = Topics.CONTROLS;
        var older = withoutField(topic.schema(), "matchers");
        int id = registry.register(topic.subject("tocsin."), older);
        var serde = new AvroSerde<>(topic, "tocsin.", registry);
        var value = new RandomRecords(7).next(topic);
        var current = serde.serializer().serialize("any", value);
        var bytes = RandomRecords.reencode(value, topic.schema(), older, id);

        var read = serde.deserializer().deserialize("any", bytes);

        assertThat(bytes).isNotEqualTo(current);
        assertThat(read.getAuthor()).isEqualTo(value.getAuthor());
        assertThat(read.getMatchers()).isEmpty();
    }

    @Test
    void bytes_that_are_no_framed_avro_are_refused_with_the_reason() {
        var serde = new AvroSerde<>(Topics.METRICS, "tocsin.", registry);
        var reader = serde.deserializer();

        for (var bytes : List.of(new byte[0], new byte[] {1, 2, 3}, "plain text".getBytes())) {
            assertThatThrownBy(() -> reader.deserialize("any", bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("not framed");
        }
        assertThatThrownBy(() -> reader.deserialize("any", new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema 99 not found");
    }

    @Test
    void a_truncated_value_is_refused() {
        var serde = new AvroSerde<>(Topics.BREACHES, "tocsin.", registry);
        var whole = serde.serializer().serialize("any", new RandomRecords(3).next(Topics.BREACHES));
        var reader = serde.deserializer();

        for (int length = 5; length < whole.length; length += 7) {
            var cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> reader.deserialize("any", cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void a_value_of_another_topic_is_refused() {
        var breaches = new AvroSerde<>(Topics.BREACHES, "tocsin.", registry);
        var bytes =
                breaches.serializer().serialize("any", new RandomRecords(3).next(Topics.BREACHES));
        var alerts = new AvroSerde<>(Topics.ALERTS, "tocsin.", registry).deserializer();

        assertThatThrownBy(() -> alerts.deserialize("any", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("not tocsin.schemas.AlertEvent");
    }

    @Test
    void threads_may_share_a_deserializer() {
        var topic = Topics.BREACHES;
        var serde = new AvroSerde<>(topic, "tocsin.", registry);
        var values = Stream.generate(() -> new RandomRecords(5).next(topic)).limit(2_000).toList();
        var bytes =
                values.stream().map(value -> serde.serializer().serialize("any", value)).toList();
        var reader = serde.deserializer();

        var read = bytes.parallelStream().map(one -> reader.deserialize("any", one)).toList();

        assertThat(read).isEqualTo(values);
    }

    @Test
    void a_tombstone_stays_one() {
        var serde = new AvroSerde<>(Topics.INCIDENTS, "tocsin.", registry);

        assertThat(serde.serializer().serialize("any", null)).isNull();
        assertThat(serde.deserializer().deserialize("any", null)).isNull();
    }

    private static Schema withoutField(Schema schema, String dropped) {
        var fields =
                schema.getFields().stream()
                        .filter(field -> !field.name().equals(dropped))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList();
        return Schema.createRecord(
                schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    @Test
    void generated_classes_are_read_by_avro_itself() throws Exception {
        var schema = SchemaBuilder.record("Probe").fields().requiredString("id").endRecord();

        assertThat(new SpecificDatumReader<>(schema).getSchema()).isEqualTo(schema);
        assertThat(SpecificData.get().getClass(Topics.METRICS.schema()))
                .isEqualTo(MetricSample.class);
    }
}
