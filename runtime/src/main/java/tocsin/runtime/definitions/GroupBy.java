package tocsin.runtime.definitions;

import java.util.Arrays;
import java.util.List;

/// By which labels of its samples an SLO is split: one series for each combination of their values,
/// as far as there is room.
///
/// @param labels their names, in alphabetical order; empty where it is not split
/// @param most so many series at most; all that have no room count for one more together
public record GroupBy(List<String> labels, int most) {
    /// Not split.
    public static final GroupBy NONE = new GroupBy(List.of(), 1);

    /// Longest value of a label.
    public static final int VALUE_MAX = 200;

    /// What a label's name looks like.
    public static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]{0,62}";

    private static final String LABELS = "tocsin.dev/group-by";
    private static final String MOST = "tocsin.dev/max-series";
    private static final int LABELS_MAX = 4;
    private static final int SERIES_USUAL = 100;
    private static final int SERIES_MAX = 1_000;

    public GroupBy {
        labels = List.copyOf(labels);
    }

    /// As the annotations of an SLO document say.
    ///
    /// @throws UnusableDefinitionException with the place in the document
    public static GroupBy of(Document slo) {
        var annotations = Field.of(slo).get("metadata").get("annotations");
        var by = annotations.get(LABELS);
        var most = annotations.get(MOST);
        if (!by.present()) {
            if (most.present()) {
                throw most.wrong("belongs to an SLO with " + LABELS);
            }
            return NONE;
        }
        var labels = Arrays.stream(by.text().split(",", -1)).map(String::strip).sorted().toList();
        if (labels.size() > LABELS_MAX || labels.stream().distinct().count() < labels.size()) {
            throw by.wrong("needs up to %d names of labels, each once".formatted(LABELS_MAX));
        }
        for (var label : labels) {
            if (!label.matches(NAME)) {
                throw by.wrong("%s is no name of a label".formatted(Wording.quoted(label)));
            }
        }
        return new GroupBy(labels, most.present() ? series(most) : SERIES_USUAL);
    }

    private static int series(Field most) {
        var text = most.text();
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > SERIES_MAX) {
            throw most.wrong(
                    "must be a whole number from 1 to %d, in quotes".formatted(SERIES_MAX));
        }
        return number;
    }

    /// Whether there is but one series.
    public boolean none() {
        return labels.isEmpty();
    }
}
