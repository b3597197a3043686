package tocsin.responder.policy;

import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads people and teams as operators write them.
final class RosterReader {
    private RosterReader() {}

    static Person person(Document document) {
        var spec = Field.of(document).get("spec");
        var channels = names(spec.get("channels"));
        var contacts = contacts(spec.get("contacts"));
        return spec.reading(() -> new Person(document.name(), channels, contacts));
    }

    static Team team(Document document) {
        var spec = Field.of(document).get("spec");
        var members = names(spec.get("members"));
        var channels = names(spec.get("channels"));
        return spec.reading(() -> new Team(document.name(), members, channels));
    }

    private static Map<String, String> contacts(Field contacts) {
        var known = new TreeMap<String, String>();
        if (contacts.present()) {
            contacts.keys().forEach(system -> known.put(system, contacts.get(system).text()));
        }
        return known;
    }

    /// A list of names; empty where there is none.
    static List<String> names(Field list) {
        return list.present() ? list.items().stream().map(Field::text).toList() : List.of();
    }
}
