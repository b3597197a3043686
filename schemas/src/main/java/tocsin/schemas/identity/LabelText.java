package tocsin.schemas.identity;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Labels as people and PromQL write them.
public final class LabelText {
    private LabelText() {}

    /// Such as `{operation="pay",region="eu"}`, in the order of names; empty where there are none.
    public static String of(Map<String, String> labels) {
        return labels.isEmpty() ? "" : "{" + matchers(labels) + "}";
    }

    /// The same without braces.
    public static String matchers(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + quoted(label.getValue()))
                        .collect(Collectors.joining(","));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
