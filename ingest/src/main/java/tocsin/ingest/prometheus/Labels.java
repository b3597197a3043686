package tocsin.ingest.prometheus;

import tocsin.ingest.input.Quote;
import tocsin.runtime.definitions.GroupBy;
import tocsin.schemas.identity.Ids;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The labels that identify a series, sorted by name. A label with an empty value is none.
public record Labels(SortedMap<String, String> byName) {
    /// The label that holds the metric's name.
    static final String METRIC = "__name__";

    /// Most labels of one series.
    static final int MAX_LABELS = 128;

    /// Longest value that is matched.
    static final int MAX_VALUE_LENGTH = 2 * 1024;

    static Labels of(List<Label> labels) {
        var sorted = new TreeMap<String, String>();
        for (var label : labels) {
            if (!label.value().isEmpty()) {
                sorted.put(label.name(), label.value());
            }
        }
        return new Labels(Collections.unmodifiableSortedMap(sorted));
    }

    /// How the protocol is violated, if it is.
    static Optional<String> problem(List<Label> labels) {
        var seen = new TreeMap<String, String>();
        for (var label : labels) {
            if (label.name().isEmpty()) {
                return Optional.of("a label without a name");
            }
            if (seen.put(label.name(), label.value()) != null) {
                return Optional.of("label " + Quote.of(label.name()) + " twice");
            }
        }
        return Optional.empty();
    }

    /// Whether it is larger than what is matched.
    static boolean oversized(List<Label> labels) {
        return labels.size() > MAX_LABELS
                || labels.stream()
                        .anyMatch(label ->
                                label.value().length() > MAX_VALUE_LENGTH
                                        || label.name().length() > MAX_VALUE_LENGTH);
    }

    /// A label's value; empty when there is none.
    String get(String name) {
        return byName.getOrDefault(name, "");
    }

    /// Those with these names that it has, short enough to stand on the log and in a message.
    Map<String, String> among(Collection<String> names) {
        var found = new TreeMap<String, String>();
        for (var name : names) {
            var value = byName.get(name);
            if (value != null) {
                found.put(name, shortened(value));
            }
        }
        return found;
    }

    private static String shortened(String value) {
        int end = Math.min(value.length(), GroupBy.VALUE_MAX);
        boolean half = end < value.length() && Character.isHighSurrogate(value.charAt(end - 1));
        return value.substring(0, half ? end - 1 : end).replaceAll("\\p{Cc}", "?");
    }

    /// The metric's name; empty when there is none.
    String metric() {
        return get(METRIC);
    }

    /// The scrape target: counters of one target are read together.
    String target() {
        return get("job") + "/" + get("instance");
    }

    /// Tells the series apart in one feed. That is part of it, so that a series that counts both as
    /// one of all events and as one of the bad ones is two counters to whoever reads them.
    long hash(Feed feed) {
        var parts = new String[byName.size() * 2 + 1];
        parts[0] = feed.word();
        int next = 1;
        for (Map.Entry<String, String> label : byName.entrySet()) {
            parts[next++] = label.getKey();
            parts[next++] = label.getValue();
        }
        return Ids.hash64(parts);
    }

    /// How much text it holds.
    int length() {
        return byName.entrySet().stream()
                .mapToInt(label -> label.getKey().length() + label.getValue().length())
                .sum();
    }
}
