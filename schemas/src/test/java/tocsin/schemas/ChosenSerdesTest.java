package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class ChosenSerdesTest {
    private static final byte[] BYTES = {1, 2, 3};

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void values_are_framed_by_the_class_that_was_chosen() {
        var serde = OddSerde.chosen("test.").of(Topics.BREACHES);
        var value = new RandomRecords(7).next(Topics.BREACHES);

        var bytes = serde.serializer().serialize("test.breaches", value);

        assertThat(OddSerde.wrote(bytes)).isTrue();
        assertThat(serde.deserializer().deserialize("test.breaches", bytes)).isEqualTo(value);
        assertThat(serde.serializer().serialize("test.breaches", null)).isNull();
        assertThat(serde.deserializer().deserialize("test.breaches", null)).isNull();
    }

    @Test
    void bytes_that_cannot_be_read_are_the_records_fault_while_the_registry_is_well() {
        var reader = reader(well(), new IllegalStateException("no"));

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> reader.deserialize("test.metrics", BYTES))
                .withMessageContaining("test.metrics-value");
    }

    @Test
    void while_the_registry_cannot_be_reached_the_record_waits() {
        var reader = reader(down(), new SerializationException("connection refused"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> reader.deserialize("test.metrics", BYTES))
                .matches(RegistryException::temporary);
    }

    @Test
    void what_failed_while_the_registry_came_back_is_read_again() {
        Deserializer<Object> once =
                (_, _) -> {
                    if (reads.getAndIncrement() == 0) {
                        throw new SerializationException("connection refused");
                    }
                    return new RandomRecords(1).next(Topics.METRICS);
                };

        assertThat(reader(well(), once).deserialize("test.metrics", BYTES)).isNotNull();
    }

    @Test
    void credentials_that_the_registry_refuses_are_no_fault_of_the_record() {
        var reader = reader(well(), new ConfigException("Unauthorized"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> reader.deserialize("test.metrics", BYTES))
                .matches(RegistryException::temporary);
    }

    @Test
    void a_value_of_another_class_is_refused_with_a_hint() {
        Deserializer<Object> generic = (_, _) -> "a generic record";

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> reader(well(), generic).deserialize("test.metrics", BYTES))
                .withMessageContaining("read as java.lang.String");
    }

    @Test
    void all_that_was_opened_is_closed_in_the_end_and_not_before() throws InterruptedException {
        var serdes = serdes(well(), (_, _) -> new RandomRecords(1).next(Topics.METRICS));
        var shared = serdes.of(Topics.METRICS).deserializer();
        for (int i = 0; i < 2; i++) {
            var thread = new Thread(() -> shared.deserialize("test.metrics", BYTES));
            thread.start();
            thread.join();
        }
        shared.close();
        serdes.of(Topics.METRICS).close();

        assertThat(open).as("one to write with, one for each thread").hasValue(3);
        serdes.close();
        assertThat(open).hasValue(0);
    }

    private Deserializer<MetricSample> reader(SchemaRegistry registry, RuntimeException failure) {
        return reader(
                registry,
                (_, _) -> {
                    throw failure;
                });
    }

    private Deserializer<MetricSample> reader(
            SchemaRegistry registry, Deserializer<Object> deserializer) {
        return serdes(registry, deserializer).of(Topics.METRICS).deserializer();
    }

    private ChosenSerdes serdes(SchemaRegistry registry, Deserializer<Object> deserializer) {
        return new ChosenSerdes("test.", registry, () -> counted(deserializer));
    }

    private Serde<Object> counted(Deserializer<Object> deserializer) {
        open.incrementAndGet();
        Serializer<Object> unused = (_, _) -> new byte[0];
        return new Serdes.WrapperSerde<>(unused, deserializer) {
            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    private static SchemaRegistry well() {
        return new InMemorySchemaRegistry();
    }

    private static SchemaRegistry down() {
        return new HttpSchemaRegistry(List.of(URI.create("http://127.0.0.1:1")));
    }
}
