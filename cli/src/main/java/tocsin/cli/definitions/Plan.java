package tocsin.cli.definitions;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What replacing one set of definitions by another changes.
///
/// @param changes in order of kinds and names
/// @param unchanged how many documents are in both sets, the same
public record Plan(List<Change> changes, int unchanged) {
    /// What happens to a document.
    public enum What {
        added("+"),
        changed("~"),
        removed("-");

        private final String sign;

        What(String sign) {
            this.sign = sign;
        }
    }

    /// A value of a document that is another now.
    ///
    /// @param path such as `spec.tier`
    /// @param before as JSON; empty where there was none
    /// @param after as JSON; empty where there is none any more
    public record Difference(String path, String before, String after) {
        @Override
        public String toString() {
            if (before.isEmpty()) {
                return "%s: %s".formatted(path, after);
            }
            return "%s: %s -> %s".formatted(path, before, after.isEmpty() ? "(gone)" : after);
        }
    }

    /// One document that is added, changed or removed.
    ///
    /// @param document `kind/name`
    /// @param fields of a changed one
    public record Change(What change, String document, List<Difference> fields) {}

    /// Compares two sets.
    public static Plan of(List<Document> before, List<Document> after) {
        var old = byKey(before);
        var now = byKey(after);
        var keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        var changes = new ArrayList<Change>();
        for (var key : keys) {
            var one = old.get(key);
            var other = now.get(key);
            if (one == null) {
                changes.add(new Change(What.added, key, List.of()));
            } else if (other == null) {
                changes.add(new Change(What.removed, key, List.of()));
            } else {
                var fields = differences(one.body(), other.body());
                if (!fields.isEmpty()) {
                    changes.add(new Change(What.changed, key, fields));
                }
            }
        }
        return new Plan(List.copyOf(changes), keys.size() - changes.size());
    }

    private static Map<String, Document> byKey(List<Document> documents) {
        var byKey = new LinkedHashMap<String, Document>();
        documents.forEach(document -> byKey.put(document.key(), document));
        return byKey;
    }

    private static List<Difference> differences(JsonNode before, JsonNode after) {
        var old = new TreeMap<String, String>();
        var now = new TreeMap<String, String>();
        leaves("", before, old);
        leaves("", after, now);
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        var differences = new ArrayList<Difference>();
        for (var path : paths) {
            var one = old.getOrDefault(path, "");
            var other = now.getOrDefault(path, "");
            if (!one.equals(other)) {
                differences.add(new Difference(path, one, other));
            }
        }
        return differences;
    }

    private static void leaves(String path, JsonNode value, Map<String, String> found) {
        if (value.isObject() && !value.isEmpty()) {
            for (var member : value.properties()) {
                leaves(
                        path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                        member.getValue(),
                        found);
            }
        } else if (value.isArray() && !value.isEmpty()) {
            for (int i = 0; i < value.size(); i++) {
                leaves("%s[%d]".formatted(path, i), value.path(i), found);
            }
        } else {
            found.put(path, value.toString());
        }
    }

    private long count(What what) {
        return changes.stream().filter(change -> change.change() == what).count();
    }

    /// For people.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var change : changes) {
            text.append("  %s %s%n".formatted(change.change().sign, change.document()));
            change.fields().forEach(field -> text.append("      %s%n".formatted(field)));
        }
        return text.append(
                        "%d added, %d changed, %d removed, %d unchanged"
                                .formatted(
                                        count(What.added),
                                        count(What.changed),
                                        count(What.removed),
                                        unchanged))
                .toString();
    }
}
