package tocsin.ingest.samples;

import tocsin.ingest.input.Fields;
import tocsin.ingest.input.Quote;
import tocsin.runtime.definitions.GroupBy;

import java.util.Map;
import java.util.TreeMap;

/// Reads which part of its service a sample is of.
final class LabelsReader {
    private static final String FIELD = "labels";
    private static final int MOST = 16;
    private static final String RULE =
            "up to %d names such as region, each with a text of up to %d characters"
                    .formatted(MOST, GroupBy.VALUE_MAX);

    private LabelsReader() {}

    /// None where there are none, or a problem, which is noted. An empty value is no label.
    static Map<String, String> read(Fields fields) {
        var labels = new TreeMap<String, String>();
        var object = fields.node(FIELD);
        if (!fields.has(FIELD)) {
            return labels;
        }
        if (!object.isObject() || object.size() > MOST) {
            fields.problem(
                    FIELD,
                    object.isObject() ? "has %d entries".formatted(object.size()) : "is no object",
                    RULE);
            return labels;
        }
        for (var label : object.properties()) {
            var value = label.getValue().asString("");
            if (!label.getKey().matches(GroupBy.NAME)) {
                fields.problem(FIELD, "has the name " + Quote.of(label.getKey()), RULE);
            } else if (!label.getValue().isString() || !usable(value)) {
                fields.problem(FIELD, label.getKey() + " is " + Quote.of(value), RULE);
            } else if (!value.isEmpty()) {
                labels.put(label.getKey(), value);
            }
        }
        return labels;
    }

    private static boolean usable(String value) {
        return value.length() <= GroupBy.VALUE_MAX
                && value.chars().noneMatch(Character::isISOControl);
    }
}
