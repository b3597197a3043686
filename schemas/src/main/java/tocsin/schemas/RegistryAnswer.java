package tocsin.schemas;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.Optional;

/// What a registry answered: a JSON document, or a refusal.
@NullMarked
record RegistryAnswer(URI uri, int status, String text, Optional<JsonNode> json) {
    static final String ADVICE =
            "; check TOCSIN_SCHEMA_REGISTRY_URL (the base URL of a Confluent-compatible API) and"
                    + " that registry";

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int EXCERPT_LENGTH = 200;
    private static final ObjectMapper JSON = new JsonMapper();

    /// Empty for what only something broken, or no registry at all, would say.
    static Optional<RegistryAnswer> of(URI uri, int status, String text) {
        var answer = new RegistryAnswer(uri, status, text, parse(text));
        boolean refusal = status >= 400 && status < 500;
        return refusal || (status / 100 == 2 && answer.json.isPresent())
                ? Optional.of(answer)
                : Optional.empty();
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text)).filter(JsonNode::isContainer);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// Whether a registry says that it does not know what was asked for. A mere 404 may come from
    /// anything that stands in front of it.
    boolean unknown() {
        return status == NOT_FOUND && json.map(body -> body.has("error_code")).orElse(false);
    }

    /// Whether it contradicts what the registry has: an incompatible schema, or somebody who was
    /// faster.
    boolean conflict() {
        return status == CONFLICT;
    }

    JsonNode accepted() {
        if (status >= 400) {
            boolean refused = unknown() || status == CONFLICT || status == UNPROCESSABLE;
            throw new RegistryException(
                    "the schema registry answered %d to %s: %s%s"
                            .formatted(status, uri, excerpt(text), refused ? "" : ADVICE),
                    !refused);
        }
        return json.orElseThrow();
    }

    Schema schema() {
        try {
            return new Schema.Parser().parse(accepted().path("schema").asString(""));
        } catch (AvroRuntimeException e) {
            throw unusable("holds no Avro schema (" + e.getMessage() + ")");
        }
    }

    RegistryException unusable(String why) {
        return new RegistryException(
                "the schema registry's answer to %s %s: %s%s"
                        .formatted(uri, why, excerpt(text), ADVICE),
                true);
    }

    static String excerpt(String text) {
        return text.length() <= EXCERPT_LENGTH ? text : text.substring(0, EXCERPT_LENGTH) + "...";
    }
}
