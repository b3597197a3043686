package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a registry that is slow, broken or no registry at all does to us. That it works with a real
/// one is told where a real one runs.
class HttpSchemaRegistryTest {
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    @Test
    void a_registry_that_does_not_finish_its_answer_is_a_temporary_error_after_the_time_out()
            throws IOException {
        try (var broken = BrokenRegistry.stalling()) {
            assertThat(failure(broken).temporary()).isTrue();
            assertThat(failure(broken))
                    .hasMessageContaining(broken.url() + "/schemas/ids/7")
                    .hasMessageContaining("did not answer within 300 ms")
                    .hasMessageContaining("check TOCSIN_SCHEMA_REGISTRY_URL");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | <html>Welcome</html>
                    200 | 7
                    200 | {}
                    200 | {"schema":"no schema"}
                    200 | {"schema":"{\\"type\\":\\"record\\"}"}
                    302 | moved
                    401 | {"error_code":40101,"message":"who are you"}
                    404 | <html>No such page</html>
                    404 | {"message":"no such route"}
                    429 | {"error_code":42900}
                    500 | {"error_code":50001}
                    503 | sleeping
                    """)
    void an_answer_that_says_nothing_about_the_schema_is_temporary_and_names_the_url(
            int status, String body) throws IOException {
        try (var broken = BrokenRegistry.answering(status, body)) {
            assertThat(failure(broken).temporary()).isTrue();
            assertThat(failure(broken))
                    .hasMessageContaining(broken.url().toString())
                    .hasMessageContaining("check TOCSIN_SCHEMA_REGISTRY_URL");
        }
    }

    @Test
    void only_a_registry_that_says_that_it_does_not_know_an_id_settles_the_matter()
            throws IOException {
        var unknown = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";
        try (var broken = BrokenRegistry.answering(404, unknown)) {
            assertThat(failure(broken).temporary()).isFalse();
            assertThat(failure(broken)).hasMessageContaining("Schema 7 not found");
        }
    }

    @Test
    void an_answer_without_end_is_cut() throws IOException {
        try (var broken = BrokenRegistry.answering(200, "x".repeat(5 * 1024 * 1024))) {
            assertThat(failure(broken).temporary()).isTrue();
            assertThat(failure(broken).getMessage()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void the_next_url_is_asked_when_one_is_out_of_reach_or_talks_nonsense() throws IOException {
        var schema = Topics.METRICS.schema();
        try (var nonsense = BrokenRegistry.answering(200, "<html>Welcome</html>");
                var good = BrokenRegistry.answering(200, answer(schema.toString()))) {
            var registry =
                    new HttpSchemaRegistry(List.of(NOBODY, nonsense.url(), good.url()), TIMEOUT);

            assertThat(registry.schema(7)).isEqualTo(schema);
        }
    }

    @Test
    void a_value_whose_schema_cannot_be_had_now_is_read_once_it_can() throws IOException {
        try (var broken = BrokenRegistry.answering(200, "<html>Welcome</html>")) {
            var value = new RandomRecords(7).next(Topics.METRICS);
            var bytes =
                    RandomRecords.reencode(
                            value, Topics.METRICS.schema(), Topics.METRICS.schema(), 7);
            var reader =
                    new AvroSerde<>(Topics.METRICS, "tocsin.", registry(broken)).deserializer();

            assertThatThrownBy(() -> reader.deserialize("any", bytes))
                    .isInstanceOf(RegistryException.class);
            broken.answerFromNowOn(200, answer(Topics.METRICS.schema().toString()));

            assertThat(reader.deserialize("any", bytes)).isEqualTo(value);
        }
    }

    @Test
    void a_value_under_an_id_of_another_topics_schema_is_refused_with_both_names()
            throws IOException {
        try (var broken =
                BrokenRegistry.answering(200, answer(Topics.ALERTS.schema().toString()))) {
            var reader =
                    new AvroSerde<>(Topics.METRICS, "tocsin.", registry(broken)).deserializer();

            assertThatThrownBy(() -> reader.deserialize("any", new byte[] {0, 0, 0, 0, 7, 1}))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(
                            "schema 7 is tocsin.schemas.AlertEvent, not"
                                    + " tocsin.schemas.MetricSample");
        }
    }

    @Test
    void an_id_that_changes_its_meaning_is_an_error() throws IOException {
        try (var broken = BrokenRegistry.answering(200, "{\"id\":7}")) {
            var registry = registry(broken);
            registry.register("a-value", Topics.ALERTS.schema());

            assertThatThrownBy(() -> registry.register("b-value", Topics.METRICS.schema()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("was the registry rebuilt?");
        }
    }

    private static RegistryException failure(BrokenRegistry broken) {
        return catchThrowableOfType(RegistryException.class, () -> registry(broken).schema(7));
    }

    private static HttpSchemaRegistry registry(BrokenRegistry broken) {
        return new HttpSchemaRegistry(List.of(broken.url()), TIMEOUT);
    }

    private static String answer(String schema) {
        return new JsonMapper().writeValueAsString(Map.of("schema", schema));
    }
}
