package tocsin.responder;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The built-in definitions: written to the log as its first set.
public final class Defaults {
    private static final String RESOURCE = "defaults.yaml";

    private Defaults() {}

    /// The documents of `defaults.yaml`.
    public static List<Document> documents() {
        var documents = new ArrayList<Document>();
        try (var in = Defaults.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
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
