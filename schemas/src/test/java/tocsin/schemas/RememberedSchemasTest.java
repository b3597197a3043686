package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class RememberedSchemasTest extends SchemaRegistryContract {
    private static final List<URI> HERE = List.of(URI.create("http://user:word@registry:8081/api"));
    private static final String PREFIX = "tocsin.";

    @TempDir private Path folder;

    private final InMemorySchemaRegistry live = new InMemorySchemaRegistry();

    @Override
    protected SchemaRegistry registry() {
        return remembered(live);
    }

    @Test
    void a_service_whose_schemas_were_known_starts_reads_and_writes_without_a_registry()
            throws IOException {
        Schemas.registerAndLoad(remembered(live), PREFIX, Topics.ALL);
        var value = new RandomRecords(7).next(Topics.INCIDENT_EVENTS);
        var bytes = serde(live).serializer().serialize("any", value);
        try (var broken = BrokenRegistry.answering(503, "sleeping")) {
            var registry = remembered(http(broken));

            Schemas.registerAndLoad(registry, PREFIX, Topics.ALL);

            assertThat(registry.standsIn()).isTrue();
            assertThat(serde(registry).serializer().serialize("any", value)).isEqualTo(bytes);
            assertThat(serde(registry).deserializer().deserialize("any", bytes)).isEqualTo(value);
            assertThat(broken.asked()).as("it is left alone for a while").isEqualTo(1);
        }
    }

    @Test
    void nothing_starts_without_a_registry_when_the_schemas_were_not_known() throws IOException {
        Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));
        try (var broken = BrokenRegistry.answering(503, "sleeping")) {
            assertThatThrownBy(() ->
                            Schemas.registerAndLoad(
                                    remembered(http(broken)), PREFIX, List.of(Topics.ALERTS)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("answered 503")
                    .hasMessageContaining("schemas.json does not hold tocsin.alerts-value either");
        }
    }

    @Test
    void a_refusal_is_not_passed_over() throws IOException {
        Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));
        try (var broken = BrokenRegistry.answering(409, "{\"error_code\":409}")) {
            assertThatThrownBy(() ->
                            remembered(http(broken))
                                    .register("tocsin.metrics-value", Topics.METRICS.schema()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("409");
        }
    }

    @Test
    void a_registry_that_was_rebuilt_with_other_ids_is_not_believed() {
        Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));
        var rebuilt = new InMemorySchemaRegistry();
        rebuilt.register("tocsin.alerts-value", Topics.ALERTS.schema());

        assertThatThrownBy(() ->
                        Schemas.registerAndLoad(
                                remembered(rebuilt), PREFIX, List.of(Topics.ALERTS)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("schema 1 is tocsin.schemas.AlertEvent")
                .hasMessageContaining("delete the file");
    }

    @Test
    void the_file_holds_no_credentials_and_serves_no_other_registry() throws IOException {
        Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));
        try (var broken = BrokenRegistry.answering(503, "sleeping")) {
            var elsewhere = new RememberedSchemas(http(broken), List.of(broken.url()), file());

            assertThat(Files.readString(file())).contains("registry:8081").doesNotContain("word@");
            assertThatThrownBy(() -> elsewhere.versions("tocsin.metrics-value"))
                    .isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void a_damaged_file_is_written_anew() throws IOException {
        Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));
        var whole = Files.readString(file());
        for (var damage : List.of("", "null", "{}", "[1]", whole.substring(0, 300), "\0")) {
            Files.writeString(file(), damage);

            Schemas.registerAndLoad(remembered(live), PREFIX, List.of(Topics.METRICS));

            assertThat(Files.readString(file())).isEqualTo(whole);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_stops_nothing() {
        var registry = new RememberedSchemas(live, HERE, folder.resolve("absent/schemas.json"));

        Schemas.registerAndLoad(registry, PREFIX, Topics.ALL);

        assertThat(registry.standsIn()).isFalse();
    }

    private RememberedSchemas remembered(SchemaRegistry registry) {
        return new RememberedSchemas(registry, HERE, file());
    }

    private Path file() {
        return folder.resolve("schemas.json");
    }

    private static SchemaRegistry http(BrokenRegistry broken) {
        return new HttpSchemaRegistry(List.of(broken.url()), Duration.ofSeconds(5));
    }

    private static AvroSerde<IncidentEvent> serde(SchemaRegistry registry) {
        return new AvroSerde<>(Topics.INCIDENT_EVENTS, PREFIX, registry);
    }
}
