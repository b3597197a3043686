package tocsin.cli.definitions;

import com.networknt.schema.Error;

import tocsin.cli.definitions.DocumentSchemas.Flaw;
import tocsin.runtime.definitions.Wording;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Collectors;

/// Says in plain words which keyword of a JSON Schema was not met. A `$comment` beside the keyword
/// says what was expected where the keyword alone is of no help.
final class SchemaWording {
    private SchemaWording() {}

    /// @param holder the schema with the keyword
    static Flaw flaw(Error error, JsonNode holder) {
        var place = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                    atKey(
                            place,
                            error.getProperty(),
                            Wording.unknown(
                                    error.getProperty(),
                                    List.copyOf(holder.path("properties").propertyNames())));
            case "propertyNames" ->
                    atKey(
                            place,
                            error.getProperty(),
                            Wording.quoted(error.getProperty()) + " " + comment(error, holder));
            default -> new Flaw(place, false, message(error, holder));
        };
    }

    private static Flaw atKey(String place, String key, String message) {
        return new Flaw(place + "/" + key.replace("~", "~0").replace("/", "~1"), true, message);
    }

    private static String message(Error error, JsonNode holder) {
        var node = error.getInstanceNode();
        var wanted = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "required" -> missing(error.getProperty(), holder);
            case "type" ->
                    holder.has("pattern") && holder.has("$comment")
                            ? comment(error, holder) + ", not " + shown(node)
                            : "must be %s, not %s".formatted(types(wanted), shown(node));
            case "enum" -> unknown(node, List.copyOf(wanted.values()));
            case "const" -> unknown(node, List.of(wanted));
            case "minItems" -> "needs at least %s %s".formatted(wanted, entries(wanted));
            case "maxItems" ->
                    "has %d entries, at most %s %s"
                                    .formatted(
                                            node.size(), wanted, wanted.asInt() == 1 ? "is" : "are")
                            + " supported";
            case "minProperties" -> "is empty";
            case "maxLength" ->
                    "has %d characters, at most %s are supported"
                            .formatted(node.asString("").length(), wanted);
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                    holder.has("$comment")
                            ? comment(error, holder) + "; it is " + node
                            : "must be %s %s, not %s"
                                    .formatted(bound(error.getKeyword()), wanted, node);
            case "pattern" -> comment(error, holder) + ", not " + shown(node);
            default -> comment(error, holder);
        };
    }

    private static String missing(String key, JsonNode holder) {
        var description = holder.path("properties").path(key).path("description").asString("");
        return "'%s' is missing%s".formatted(key, description.isEmpty() ? "" : ": " + description);
    }

    private static String unknown(JsonNode node, List<JsonNode> wanted) {
        var words = wanted.stream().map(one -> one.asString("")).toList();
        return node.isString()
                ? Wording.unknown(node.asString(), words)
                : "must be %s, not %s".formatted(String.join(" or ", words), shown(node));
    }

    private static String entries(JsonNode count) {
        return count.asInt() == 1 ? "entry" : "entries";
    }

    private static String bound(String keyword) {
        return switch (keyword) {
            case "minimum" -> "at least";
            case "maximum" -> "at most";
            case "exclusiveMinimum" -> "above";
            default -> "below";
        };
    }

    private static String types(JsonNode wanted) {
        var names = wanted.isArray() ? List.copyOf(wanted.values()) : List.of(wanted);
        return names.stream()
                .map(name ->
                        switch (name.asString("")) {
                            case "object" -> "an object";
                            case "array" -> "a list";
                            case "string" -> "text";
                            case "integer" -> "a whole number";
                            case "number" -> "a number";
                            case "boolean" -> "true or false";
                            default -> name.asString("");
                        })
                .collect(Collectors.joining(" or "));
    }

    private static String comment(Error error, JsonNode holder) {
        return holder.path("$comment").asString(String.valueOf(error.getMessage()));
    }

    private static String shown(JsonNode node) {
        if (node.isContainer()) {
            return node.isArray() ? "a list" : "an object";
        }
        return Wording.quoted(node.asString(node.toString()));
    }
}
