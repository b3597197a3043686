package tocsin.responder.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 over a set's documents, whatever the order of documents and fields.
public final class Digest {
    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Digest() {}

    public static String of(List<Document> documents) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            documents.stream()
                    .sorted(Comparator.comparing(Document::kind).thenComparing(Document::name))
                    .map(document ->
                            document.kind()
                                    + "\n"
                                    + document.name()
                                    + "\n"
                                    + SORTED.writeValueAsString(document.body())
                                    + "\n")
                    .forEach(text -> sha.update(text.getBytes(UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
