package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static tocsin.cli.ComposeFile.PROJECT;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import tocsin.runtime.Main;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The Compose file fits the specification, the code and the files beside it. No container is
/// started here.
class ComposeTest {
    private static final String LOOPBACK = "127.0.0.1:";

    /// What Compose calls a duration is not what JSON schema calls one.
    private static final SchemaRegistryConfig COMPOSES_OWN_FORMATS =
            SchemaRegistryConfig.builder().formatAssertionsEnabled(false).build();

    private final ComposeFile compose = ComposeFile.read();

    @Test
    void the_file_is_valid() throws IOException {
        assertThat(problems(compose)).isEmpty();
    }

    @Test
    void a_misspelt_key_is_found() throws IOException {
        var wrong = ComposeFile.of("services: {one: {image: two, port: ['80:80'], restart: 1}}");

        assertThat(problems(wrong)).hasSize(2);
    }

    @Test
    void the_examples_of_the_documentation_are_valid() throws IOException {
        var blocks = Files.readString(PROJECT.resolve("docs/containers.md")).split("```yaml\n", -1);

        assertThat(blocks).hasSizeGreaterThan(1);
        for (var block : Arrays.asList(blocks).subList(1, blocks.length)) {
            var example = ComposeFile.of(block.substring(0, block.indexOf("```")));
            assertThat(problems(example)).isEmpty();
            assertThat(compose.services()).containsAll(example.services());
        }
    }

    @Test
    void every_service_runs_with_settings_that_its_main_reads() {
        var services =
                ServiceSettings.SERVICES.stream()
                        .collect(Collectors.toMap(Main.Service::name, service -> service));
        assertThat(compose.ours()).containsExactlyInAnyOrderElementsOf(services.keySet());
        services.forEach((name, service) -> {
            var settings = service.settings(compose.environment(name));

            assertThat(settings.problems()).as(name).isEmpty();
            assertThat(settings.unknown(settings.read())).as(name).isEmpty();
        });
    }

    @Test
    void every_main_class_has_a_main() throws ClassNotFoundException {
        for (var service : compose.services()) {
            var main = compose.mainClass(service);
            if (main.startsWith("tocsin.")) {
                assertThat(Class.forName(main).getDeclaredMethods())
                        .as(main)
                        .anyMatch(method -> method.getName().equals("main"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "apply"})
    void what_runs_once_is_a_command_line_of_ours(String service) {
        var line = new CommandLine(Tocsin.class);
        assumeTrue(
                line.getSubcommands().containsKey(service),
                "this build has no command '" + service + "'");
        var words = new ArrayList<>(compose.command(service));

        assertThat(words.removeFirst()).isEqualTo(Tocsin.class.getName());
        assertThat(line.parseArgs(words.toArray(String[]::new)).subcommand()).isNotNull();
    }

    @Test
    void every_port_is_published_on_loopback_and_listened_on() {
        for (var service : compose.services()) {
            for (var port : words(compose.service(service).path("ports"))) {
                assertThat(port).as(service).startsWith(LOOPBACK);
                var inside = port.substring(port.lastIndexOf(':') + 1);
                assertThat(listening(service)).as(service).contains(inside);
            }
        }
    }

    @Test
    void clients_inside_use_addresses_that_are_served() {
        var kafka = compose.environment("kafka").getOrDefault("KAFKA_ADVERTISED_LISTENERS", "");
        for (var service :
                List.of("topics", "ingest", "detector", "responder", "executor", "notifier")) {
            var environment = compose.environment(service);
            assertThat(kafka).contains("//" + environment.get("TOCSIN_BOOTSTRAP_SERVERS"));
            assertThat(environment.get("TOCSIN_SCHEMA_REGISTRY_URL"))
                    .startsWith("http://registry:8080/");
        }
        assertThat(compose.environment("registry").get("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS"))
                .isEqualTo(compose.environment("ingest").get("TOCSIN_BOOTSTRAP_SERVERS"));
    }

    @Test
    void what_is_mounted_copied_and_named_exists() throws IOException {
        for (var service : compose.services()) {
            for (var volume : words(compose.service(service).path("volumes"))) {
                var source = volume.substring(0, volume.indexOf(':'));
                if (source.startsWith(".")) {
                    assertThat(PROJECT.resolve(source)).exists();
                } else {
                    assertThat(compose.content().path("volumes").has(source)).as(source).isTrue();
                }
            }
        }
        assertThat(Files.readString(PROJECT.resolve("Dockerfile"))).contains("deploy/ready.sh");
        assertThat(PROJECT.resolve("deploy/ready.sh")).isExecutable();
        ConfigDirectory.read(PROJECT.resolve("deploy/definitions"));
    }

    @Test
    void the_example_environment_names_every_variable_with_its_default() throws IOException {
        var named =
                Files.readAllLines(PROJECT.resolve(".env.example")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

        assertThat(Set.of(named.remove("COMPOSE_PROFILES").split(",")))
                .isEqualTo(
                        compose.services().stream()
                                .flatMap(name ->
                                        words(compose.service(name).path("profiles")).stream())
                                .collect(Collectors.toSet()));
        assertThat(named).isEqualTo(compose.variables());
    }

    private Set<String> listening(String service) {
        return switch (service) {
            case "kafka" ->
                    Arrays.stream(
                                    compose.environment(service)
                                            .getOrDefault("KAFKA_LISTENERS", "")
                                            .split(","))
                            .map(listener -> listener.substring(listener.lastIndexOf(':') + 1))
                            .collect(Collectors.toSet());
            // Their images' own.
            case "registry" -> Set.of("8080");
            case "prometheus" -> Set.of("9090");
            case "grafana" -> Set.of("3000");
            default ->
                    Set.of(compose.environment(service).getOrDefault("TOCSIN_HTTP_PORT", "none"));
        };
    }

    private static List<String> problems(ComposeFile file) throws IOException {
        try (var schema =
                ComposeTest.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
            return SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_7,
                            registry -> registry.schemaRegistryConfig(COMPOSES_OWN_FORMATS))
                    .getSchema(schema, InputFormat.JSON)
                    .validate(file.content())
                    .stream()
                    .map(Object::toString)
                    .toList();
        }
    }

    private static List<String> words(JsonNode list) {
        var words = new ArrayList<String>();
        list.forEach(word -> words.add(word.asString()));
        return words;
    }
}
