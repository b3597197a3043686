package tocsin.responder.policy;

import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.util.List;

/// Reads people and teams as operators write them.
final class RosterReader {
    private RosterReader() {}

    static Person person(Document document) {
        var spec = Field.of(document).get("spec");
        var channels = names(spec.get("channels"));
        return spec.reading(() -> new Person(document.name(), channels));
    }

    static Team team(Document document) {
        var spec = Field.of(document).get("spec");
        var members = names(spec.get("members"));
        var channels = names(spec.get("channels"));
        return spec.reading(() -> new Team(document.name(), members, channels));
    }

    /// A list of names; empty where there is none.
    static List<String> names(Field list) {
        return list.present() ? list.items().stream().map(Field::text).toList() : List.of();
    }
}
