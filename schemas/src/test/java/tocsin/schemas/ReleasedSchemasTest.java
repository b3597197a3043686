package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Holds today's schemas to every released version, both ways: what was written years ago is still
/// read, and a service that is not upgraded yet reads what a new one writes. To release a version,
/// add its folder with `mvn -pl schemas test -Dtest=ReleasedSchemasTest -Drelease=VERSION`.
class ReleasedSchemasTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void reads_and_is_read_by_every_released_version(Topic<?> topic) throws IOException {
        release(topic);
        var earlier = released(topic.name());

        assertThat(earlier).as("released versions of %s", topic.name()).isNotEmpty();
        assertThatCode(() ->
                        new SchemaValidatorBuilder()
                                .mutualReadStrategy()
                                .validateAll()
                                .validate(topic.schema(), earlier))
                .as("FULL_TRANSITIVE compatibility of %s", topic.name())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void every_field_is_documented_and_every_enum_has_a_default(Topic<?> topic) {
        check(topic.schema(), topic.name());
    }

    private static void check(Schema schema, String where) {
        switch (schema.getType()) {
            case RECORD -> {
                assertThat(schema.getDoc()).as("doc of %s", where).isNotBlank();
                for (var field : schema.getFields()) {
                    var name = where + "." + field.name();
                    assertThat(field.doc()).as("doc of %s", name).isNotBlank();
                    check(field.schema(), name);
                }
            }
            case ENUM -> assertThat(schema.getEnumDefault()).as("default of %s", where).isNotNull();
            case UNION -> schema.getTypes().forEach(type -> check(type, where));
            case ARRAY -> check(schema.getElementType(), where);
            default -> {}
        }
    }

    private static List<Schema> released(String topic) throws IOException {
        var schemas = new ArrayList<Schema>();
        try (var versions = Files.list(RELEASED)) {
            for (var version : versions.sorted().toList()) {
                var file = version.resolve(topic + ".avsc");
                if (Files.exists(file)) {
                    schemas.add(new Schema.Parser().parse(Files.readString(file)));
                }
            }
        }
        return schemas;
    }

    private static void release(Topic<?> topic) throws IOException {
        var version = System.getProperty("release");
        if (version != null) {
            var folder = Files.createDirectories(RELEASED.resolve(version));
            Files.writeString(
                    folder.resolve(topic.name() + ".avsc"),
                    SchemaFormatter.format("json/pretty", topic.schema()) + "\n");
        }
    }
}
