package tocsin.cli.definitions;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The published JSON Schemas: one for each kind of document. The one over all of them,
/// `definitions.schema.json`, says which there are.
final class DocumentSchemas {
    private static final String FOLDER = "/tocsin/schemas/";
    private static final String BASE = "classpath:" + FOLDER;
    private static final String ALL = "definitions.schema.json";

    /// What is wrong with the shape of a document.
    ///
    /// @param pointer of the place
    /// @param atKey whether the name there is wrong, not the value
    record Flaw(String pointer, boolean atKey, String message) {}

    private final Map<String, JsonNode> files = new HashMap<>();
    private final Map<String, Map<String, String>> kinds = new LinkedHashMap<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder ->
                            builder.schemas(iri ->
                                    iri.startsWith(BASE)
                                            ? file(iri.substring(BASE.length())).toString()
                                            : null));

    DocumentSchemas() {
        for (var rule : file(ALL).path("allOf")) {
            var wanted = rule.path("if").path("properties");
            if (!wanted.has("apiVersion")) {
                continue;
            }
            kinds.computeIfAbsent(
                            wanted.path("apiVersion").path("const").asString(),
                            _ -> new LinkedHashMap<>())
                    .put(
                            wanted.path("kind").path("const").asString(),
                            rule.path("then").path("$ref").asString());
        }
    }

    /// Every `apiVersion`.
    Set<String> versions() {
        return new TreeSet<>(kinds.keySet());
    }

    /// Every kind of an `apiVersion`; none of an unknown one.
    Set<String> kinds(String version) {
        return new TreeSet<>(kinds.getOrDefault(version, Map.of()).keySet());
    }

    /// Everything that is wrong with the shape of a document of a known kind.
    List<Flaw> flaws(String version, String kind, JsonNode body) {
        var path = kinds.getOrDefault(version, Map.of()).get(kind);
        if (path == null) {
            throw new IllegalArgumentException("no schema for " + version + " " + kind);
        }
        return flaws(path, body);
    }

    /// Everything that is wrong with the shape of a document of Sloth.
    List<Flaw> slothFlaws(JsonNode body) {
        return flaws("sloth/prometheus-v1.schema.json", body);
    }

    /// Everything that a schema of this file finds wrong.
    List<Flaw> flaws(String path, JsonNode body) {
        var errors = schemas.computeIfAbsent(path, this::schema).validate(body);
        // What has the wrong type need not have the right members.
        var mistyped =
                errors.stream()
                        .filter(error -> error.getKeyword().equals("type") && !withinChoice(error))
                        .map(error -> error.getInstanceLocation().toString())
                        .collect(toUnmodifiableSet());
        return errors.stream()
                .filter(error -> !withinChoice(error))
                .filter(error ->
                        error.getKeyword().equals("type")
                                || !mistyped.contains(error.getInstanceLocation().toString()))
                .map(error -> SchemaWording.flaw(error, holder(error)))
                .distinct()
                .toList();
    }

    private Schema schema(String path) {
        return registry.getSchema(SchemaLocation.of(BASE + path));
    }

    /// Why one branch of a choice does not fit is no news: that none fits is told by the choice.
    private static boolean withinChoice(Error error) {
        var path = error.getEvaluationPath().toString();
        return path.contains("/oneOf/") || path.contains("/anyOf/") || path.contains("/not/");
    }

    /// The schema that holds the keyword which was not met.
    private JsonNode holder(Error error) {
        var location = error.getSchemaLocation().toString();
        int hash = location.indexOf('#');
        var pointer = JsonPointer.compile(location.substring(hash + 1));
        var head = pointer.head();
        var root = file(location.substring(BASE.length(), hash));
        return head == null ? root : root.at(head);
    }

    private JsonNode file(String path) {
        return files.computeIfAbsent(path, DocumentSchemas::load);
    }

    private static JsonNode load(String path) {
        try (var in = DocumentSchemas.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IllegalStateException("schema " + path + " is missing from this build");
            }
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
