package tocsin.runtime;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Definitions that a service brings along, as YAML among its resources.
public final class BuiltInDocuments {
    private BuiltInDocuments() {}

    /// The documents of one file.
    ///
    /// @param resource its name, beside the class `owner`
    public static List<Document> read(Class<?> owner, String resource) {
        var documents = new ArrayList<Document>();
        try (var in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from this build");
            }
            var mapper = new YAMLMapper();
            try (var read = mapper.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
                while (read.hasNextValue()) {
                    documents.add(document(read.nextValue()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(documents);
    }

    private static Document document(JsonNode body) {
        return new Document(
                body.path("kind").asString(""),
                body.path("metadata").path("name").asString(""),
                body);
    }
}
