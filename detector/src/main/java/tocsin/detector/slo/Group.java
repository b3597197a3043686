package tocsin.detector.slo;

import tocsin.runtime.definitions.GroupBy;
import tocsin.schemas.identity.LabelText;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which of the series of an objective that is split by labels.
///
/// @param labels with their values; empty where the objective is not split
public record Group(SortedMap<String, String> labels) {
    /// The only one of an objective that is not split.
    public static final Group NONE = new Group(Collections.emptySortedMap());

    /// Begins each label in the name of a series.
    static final char MARK = 1;

    /// The value of every label of the group for those that have no room.
    private static final String OTHER = "_other";

    public Group {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /// The group of a sample; the value of a label that it lacks is empty.
    ///
    /// @param labels of the sample
    /// @throws IllegalArgumentException when a value is too long, or has control characters
    public static Group of(GroupBy by, Map<String, String> labels) {
        var values = new TreeMap<String, String>();
        for (var name : by.labels()) {
            var value = labels.getOrDefault(name, "");
            if (value.length() > GroupBy.VALUE_MAX
                    || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "unusable sample: label %s has %d characters, or control characters"
                                .formatted(name, value.length()));
            }
            values.put(name, value);
        }
        return new Group(values);
    }

    /// The group of all that have no room.
    public static Group other(GroupBy by) {
        var values = new TreeMap<String, String>();
        by.labels().forEach(name -> values.put(name, OTHER));
        return new Group(values);
    }

    /// The group whose [#key] this is, if it is one by these labels.
    static Optional<Group> parse(GroupBy by, String key) {
        var values = new TreeMap<String, String>();
        for (var label : key.substring(1).split(String.valueOf(MARK), -1)) {
            int end = Math.max(0, label.indexOf('='));
            values.put(label.substring(0, end), label.substring(Math.min(label.length(), end + 1)));
        }
        return by.labels().equals(values.keySet().stream().toList())
                ? Optional.of(new Group(values))
                : Optional.empty();
    }

    /// Whether it holds all that have no room.
    public boolean isOther() {
        return !labels.isEmpty() && labels.values().stream().allMatch(OTHER::equals);
    }

    /// What tells its series from others of the objective; no other text holds what it begins with.
    String key() {
        var key = new StringBuilder();
        labels.forEach((name, value) -> key.append(MARK).append(name).append('=').append(value));
        return key.toString();
    }

    /// The labels at the end of the name of a series, whatever objective it was of.
    public static Map<String, String> labelsOf(String series) {
        int start = series.indexOf(MARK);
        var labels = new TreeMap<String, String>();
        if (start >= 0) {
            Arrays.stream(series.substring(start + 1).split(String.valueOf(MARK), -1))
                    .map(label -> label.split("=", 2))
                    .filter(label -> label.length == 2)
                    .forEach(label -> labels.put(label[0], label[1]));
        }
        return labels;
    }

    /// For people: `{region="eu"}`; empty where the objective is not split.
    public String text() {
        return LabelText.of(labels);
    }
}
