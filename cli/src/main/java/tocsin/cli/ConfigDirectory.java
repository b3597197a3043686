package tocsin.cli;

import tocsin.detector.slo.SloReader;
import tocsin.responder.Defaults;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A folder of definitions: YAML files, each with one or more documents. What the folder does not
/// define comes from the built-in defaults.
final class ConfigDirectory {
    private static final ObjectMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, Path> origins = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigDirectory() {}

    /// The documents of the folder over the built-in defaults.
    ///
    /// @throws UserError naming every problem with its file
    static List<Document> read(Path folder) {
        var read = new ConfigDirectory();
        Defaults.documents().forEach(document -> read.documents.put(key(document), document));
        for (var file : files(folder)) {
            read.readFile(file);
        }
        read.checkMeaning();
        if (!read.problems.isEmpty()) {
            throw new UserError(
                    "the definitions in "
                            + folder
                            + " cannot be used:\n  "
                            + String.join("\n  ", read.problems));
        }
        return List.copyOf(read.documents.values());
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            var found =
                    files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
            if (found.isEmpty()) {
                throw new UserError("no .yaml files in " + folder);
            }
            return found;
        } catch (IOException e) {
            throw new UserError("cannot read the definitions in " + folder + ": " + e);
        }
    }

    private void readFile(Path file) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            while (values.hasNextValue()) {
                var body = values.nextValue();
                if (!body.isNull() && !body.isMissingNode()) {
                    add(file, body);
                }
            }
        } catch (JacksonException e) {
            var where = e.getLocation();
            problems.add(
                    "%s:%d:%d: %s"
                            .formatted(
                                    file,
                                    where.getLineNr(),
                                    where.getColumnNr(),
                                    e.getOriginalMessage()));
        }
    }

    private void add(Path file, JsonNode body) {
        var kind = body.path("kind").asString("");
        var name = body.path("metadata").path("name").asString("");
        if (kind.isBlank() || name.isBlank()) {
            problems.add(file + ": a document needs kind and metadata.name");
            return;
        }
        var document = new Document(kind, name, body);
        var other = origins.put(key(document), file);
        if (other != null) {
            problems.add("%s: %s stands in %s too".formatted(file, key(document), other));
        }
        documents.put(key(document), document);
    }

    private void checkMeaning() {
        var set = new DefinitionSet(1, "", Instant.EPOCH, List.copyOf(documents.values()));
        for (var problem : SloReader.read(set).problems()) {
            problems.add(problem);
        }
    }

    private static String key(Document document) {
        return document.kind() + "/" + document.name();
    }
}
