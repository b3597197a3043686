package tocsin.cli;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The Compose file as Compose reads it: anchors and merges resolved, every variable at its
/// default.
///
/// @param content the whole file
/// @param variables defaults of the variables it names
record ComposeFile(JsonNode content, Map<String, String> variables) {
    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");

    static ComposeFile read() {
        try {
            return of(Files.readString(PROJECT.resolve("docker-compose.yml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ComposeFile of(String yaml) {
        var variables = new TreeMap<String, String>();
        var text =
                VARIABLE.matcher(yaml)
                        .replaceAll(found -> {
                            variables.put(found.group(1), found.group(2));
                            return found.group(2);
                        })
                        .replace("$$", "$");
        var loaded = new Load(LoadSettings.builder().build()).loadFromString(text);
        return new ComposeFile(new JsonMapper().valueToTree(merged(loaded)), variables);
    }

    JsonNode service(String name) {
        return content.path("services").path(name);
    }

    List<String> services() {
        return List.copyOf(content.path("services").propertyNames());
    }

    /// The services that run a service of ours, by name.
    List<String> ours() {
        return services().stream()
                .filter(name -> mainClass(name).startsWith("tocsin."))
                .filter(name -> !mainClass(name).equals(Tocsin.class.getName()))
                .toList();
    }

    /// What the service tells its image to run.
    List<String> command(String name) {
        return service(name).path("command").values().stream().map(JsonNode::asString).toList();
    }

    /// The first word of the command, which our image takes for a class.
    String mainClass(String name) {
        return service(name).path("command").path(0).asString("");
    }

    Map<String, String> environment(String name) {
        return service(name).path("environment").properties().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, variable -> variable.getValue().asString()));
    }

    private static Object merged(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var result = new LinkedHashMap<Object, Object>();
                if (map.get("<<") instanceof Map<?, ?> base
                        && merged(base) instanceof Map<?, ?> inherited) {
                    result.putAll(inherited);
                }
                map.forEach((key, one) -> result.put(key, merged(one)));
                result.remove("<<");
                yield result;
            }
            case List<?> list -> list.stream().map(ComposeFile::merged).toList();
            default -> value;
        };
    }
}
