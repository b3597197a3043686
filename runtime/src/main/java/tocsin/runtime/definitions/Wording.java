package tocsin.runtime.definitions;

import tocsin.runtime.Spelling;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// How findings are put.
public final class Wording {
    private static final int QUOTED_MAX = 60;
    private static final int LISTED_MAX = 12;

    /// Nobody means a word by one that is longer.
    private static final int WORD_MAX = 100;

    private Wording() {}

    /// That `word` is none of `known`, which of them was probably meant, and what there is.
    public static String unknown(String word, Collection<String> known) {
        return "%s is unknown%s".formatted(quoted(word), choice(word, known));
    }

    /// Which of `known` was probably meant by `word`, and what there is.
    public static String choice(String word, Collection<String> known) {
        var meant =
                (word.length() > WORD_MAX
                                ? Optional.<String>empty()
                                : Spelling.nearest(word, known))
                        .or(() ->
                                known.stream()
                                        .filter(one -> one.equalsIgnoreCase(word))
                                        .findFirst())
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
        if (known.isEmpty()) {
            return "; there are none";
        }
        var sorted = List.copyOf(new TreeSet<>(known));
        var listed = String.join(", ", sorted.subList(0, Math.min(LISTED_MAX, sorted.size())));
        var more = sorted.size() > LISTED_MAX ? " and others" : "";
        return meant.isEmpty() ? "; there are " + listed + more : meant;
    }

    /// What somebody wrote, in quotes, short enough for one line and free of control characters.
    public static String quoted(String text) {
        var line =
                text.codePoints()
                        .limit(QUOTED_MAX)
                        .map(point -> Character.isISOControl(point) ? '?' : point)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append);
        return "'" + line + (text.codePointCount(0, text.length()) > QUOTED_MAX ? "...'" : "'");
    }
}
