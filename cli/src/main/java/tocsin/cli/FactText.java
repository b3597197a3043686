package tocsin.cli;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/// A fact of an incident's timeline, as the API tells it, in one line.
final class FactText {
    /// What is said of a fact, in this order, where it is there.
    private static final List<String> FIELDS =
            List.of("severity", "from", "to", "act", "actor", "title", "note", "state", "channel");

    private FactText() {}

    static String of(JsonNode fact) {
        var parts = new ArrayList<String>();
        var page = fact.path("page");
        var cause = fact.path("cause");
        if (page.isObject()) {
            parts.add("%s to %s".formatted(text(page, "kind"), text(page, "target")));
            add(parts, "via ", text(page, "via"));
        }
        if (cause.isObject()) {
            parts.add(text(cause, "id") + (cause.path("firing").asBoolean() ? " fires" : " ended"));
            add(parts, "", text(cause, "text"));
        }
        for (var field : FIELDS) {
            add(
                    parts,
                    field.equals("from") || field.equals("to") ? field + " " : "",
                    text(fact, field));
        }
        fact.path("deadlines")
                .properties()
                .forEach(due -> parts.add(due.getKey() + " " + due.getValue().asString("")));
        add(parts, "", text(fact, "reason"));
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String before, String text) {
        if (!text.isEmpty()) {
            parts.add(before + text);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
