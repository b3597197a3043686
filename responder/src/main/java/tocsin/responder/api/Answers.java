package tocsin.responder.api;

import io.javalin.http.Context;

import tocsin.runtime.access.Access;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Requests and answers in JSON, and problems told all at once.
final class Answers {
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Answers() {}

    static void json(Context context, int status, Object body) {
        context.status(status).contentType("application/json").result(JSON.writeValueAsBytes(body));
    }

    static void problems(Context context, int status, String... problems) {
        problems(context, status, List.of(problems));
    }

    static void problems(Context context, int status, List<String> problems) {
        json(context, status, Map.of("problems", problems));
    }

    /// Whoever showed a token is who did it, whatever the body says.
    private static JsonNode signed(Context context, ObjectNode body) {
        Access.caller(context)
                .ifPresent(
                        caller -> body.put("actor", caller.name()).put("appliedBy", caller.name()));
        return body;
    }

    /// The request's JSON object; empty when there is none, which is then already answered.
    static Optional<JsonNode> object(Context context, int bytesMax) {
        var type = Optional.ofNullable(context.contentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
            problems(context, 415, "the body must be application/json");
            return Optional.empty();
        }
        if (context.contentLength() > bytesMax) {
            problems(context, 413, "the body is over " + bytesMax + " bytes");
            return Optional.empty();
        }
        var body = context.bodyAsBytes();
        if (body.length > bytesMax) {
            problems(context, 413, "the body is over " + bytesMax + " bytes");
            return Optional.empty();
        }
        try {
            var read = JSON.readTree(body);
            if (read instanceof ObjectNode object) {
                return Optional.of(signed(context, object));
            }
            problems(context, 400, "the body must be a JSON object");
        } catch (JacksonException e) {
            problems(context, 400, "the body is no JSON: " + e.getOriginalMessage());
        }
        return Optional.empty();
    }
}
