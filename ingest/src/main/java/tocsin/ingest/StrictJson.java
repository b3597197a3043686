package tocsin.ingest;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// JSON from outside: bounded in every direction, one document, no key twice.
final class StrictJson {
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxStringLength(256 * 1024)
                                                    .maxNumberLength(64)
                                                    .maxNameLength(1_024)
                                                    .maxDocumentLength(4L * 1024 * 1024)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// What a body turned out to be.
    sealed interface Parsed {
        record Tree(JsonNode root) implements Parsed {}

        record Unreadable(String reason) implements Parsed {}
    }

    private StrictJson() {}

    static Parsed parse(byte[] body) {
        try {
            var root = JSON.readTree(body);
            return root.isMissingNode()
                    ? new Parsed.Unreadable("the body is empty")
                    : new Parsed.Tree(root);
        } catch (JacksonException e) {
            var at = e.getLocation();
            var where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return new Parsed.Unreadable("not JSON%s: %s".formatted(where, reason(e)));
        }
    }

    /// Writes an answer.
    static byte[] write(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    private static String reason(JacksonException e) {
        var reason = String.valueOf(e.getOriginalMessage());
        int line = reason.indexOf('\n');
        return line < 0 ? reason : reason.substring(0, line);
    }
}
