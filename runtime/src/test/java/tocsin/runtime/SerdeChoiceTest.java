package tocsin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.schemas.Envelope;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.OddSerde;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

class SerdeChoiceTest {
    private static final String ODD = OddSerde.class.getName();
    private static final MetricSample TICK =
            MetricSample.newBuilder()
                    .setEnvelope(Envelope.newBuilder().setId("").setAt(Instant.EPOCH).build())
                    .setKind(MetricKind.TICK)
                    .build();

    @Test
    void unless_told_otherwise_values_are_written_by_our_own() {
        assertThat(bytes(open(Map.of()))[0]).isZero();
        assertThat(bytes(open(Map.of("TOCSIN_VALUE_SERDE", "tocsin.schemas.AvroSerde")))[0])
                .isZero();
    }

    @Test
    void a_class_named_by_a_setting_is_told_of_the_registry_and_writes_values() {
        assertThat(OddSerde.wrote(bytes(open(Map.of("TOCSIN_VALUE_SERDE", ODD))))).isTrue();
    }

    @Test
    void a_serializer_and_a_deserializer_may_be_named_instead() {
        var pair =
                "org.apache.kafka.common.serialization.StringSerializer, "
                        + "org.apache.kafka.common.serialization.StringDeserializer";

        assertThat(open(Map.of("TOCSIN_VALUE_SERDE", pair))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.nowhere.Serde | no class io.nowhere.Serde is there",
                "java.lang.String | java.lang.String is no org.apache.kafka",
                "a,b,c | a class, or two with a comma between",
                "java.lang.Integer | java.lang.Integer has no public constructor",
            })
    void a_class_that_cannot_be_used_is_named_with_the_reason(String classes, String reason) {
        var settings = new Settings(Map.of("TOCSIN_VALUE_SERDE", classes));
        SerdeChoice.from(settings);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(settings::check)
                .withMessageContaining("TOCSIN_VALUE_SERDE=" + classes + ": " + reason);
    }

    @Test
    void other_settings_are_handed_to_it_and_what_it_does_not_take_is_told() {
        var settings = new HashMap<>(Map.of("TOCSIN_VALUE_SERDE", ODD));
        settings.put("TOCSIN_SERDE_ODD_MOOD", "refuse");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> open(settings))
                .withMessageContaining("TOCSIN_VALUE_SERDE=" + ODD + " does not take its settings")
                .withMessageContaining("odd.mood");
    }

    private static ValueSerdes open(Map<String, String> environment) {
        var settings = new Settings(environment);
        var kafka = KafkaConfig.from(settings);
        settings.check();
        var registry = new InMemorySchemaRegistry();
        return kafka.serde().open(kafka, registry, registry);
    }

    private static byte[] bytes(ValueSerdes serdes) {
        return serdes.of(Topics.METRICS).serializer().serialize("tocsin.metrics", TICK);
    }
}
