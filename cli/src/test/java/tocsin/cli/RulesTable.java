package tocsin.cli;

import tocsin.detector.BuiltInRules;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Collectors;

/// The table of the rules built in, from their documents.
final class RulesTable {
    private RulesTable() {}

    static String table() {
        return BuiltInRules.documents().stream()
                .map(RulesTable::row)
                .collect(
                        Collectors.joining(
                                "\n",
                                "| rule | indicator | bad is | holds while | for | clears below,"
                                        + " for | at least | class |\n"
                                        + "|---|---|---|---|---|---|---|---|\n",
                                "\n"));
    }

    private static String row(Document rule) {
        var spec = rule.spec();
        var when = spec.path("when").path(0);
        return "| %s | %s%s | %s | %s | %s | %s, %s | %s | %s |"
                .formatted(
                        rule.name(),
                        spec.path("sli").asString(),
                        spec.path("unlessSlo").asBoolean(false) ? ", without an SLO" : "",
                        measure(spec.path("measure")),
                        spec.path("when")
                                .valueStream()
                                .map(RulesTable::holds)
                                .collect(Collectors.joining(", ")),
                        spec.path("for").asString("at once"),
                        clear(when),
                        spec.path("clearFor").asString("60s"),
                        guards(spec.path("guards")),
                        spec.path("class").asString());
    }

    private static String measure(JsonNode measure) {
        return measure.properties().stream()
                .map(word -> word.getKey() + " " + word.getValue())
                .findFirst()
                .orElse("bad events")
                .replace(" true", "")
                .replace("\"", "");
    }

    private static String clear(JsonNode when) {
        if (!when.has("over")) {
            return "before the first";
        }
        return (when.has("belowBaseline") ? "above " : "")
                + when.path("clear").asString("nine tenths");
    }

    private static String holds(JsonNode when) {
        return when.properties().stream()
                .filter(part -> !List.of("clear", "class", "floor").contains(part.getKey()))
                .map(part -> part.getKey() + " " + part.getValue().asString())
                .collect(Collectors.joining(" "));
    }

    private static String guards(JsonNode guards) {
        return guards.properties().stream()
                .map(guard -> guard.getKey() + " " + guard.getValue())
                .collect(Collectors.joining(", "));
    }
}
