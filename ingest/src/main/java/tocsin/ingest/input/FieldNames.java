package tocsin.ingest.input;

import tools.jackson.databind.JsonNode;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds fields that do not exist, and what was probably meant.
final class FieldNames {
    private static final int MAX_EDITS = 2;
    private static final int MAX_COMPARED = 30;

    private FieldNames() {}

    static List<Problem> unknown(String path, JsonNode object, List<String> known) {
        return object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Problem(shown(path, name), "does not exist", fix(name, known)))
                .toList();
    }

    private static String shown(String path, String name) {
        var quoted = Quote.of(name);
        return path + quoted.substring(1, quoted.length() - 1);
    }

    private static String fix(String name, List<String> known) {
        if (name.length() > MAX_COMPARED) {
            return "one of " + known;
        }
        var lower = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(field -> edits(lower, field) <= MAX_EDITS)
                .min(Comparator.comparingInt(field -> edits(lower, field)))
                .map(field -> "did you mean " + field + "?")
                .orElse("one of " + known);
    }

    /// Levenshtein distance.
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
