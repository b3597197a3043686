package tocsin.notifier.channel.message;

import java.util.ArrayList;
import java.util.List;

/// Makes hostile text fit to be printed: one line, no control or formatting characters (they could
/// move the cursor, or turn the reading direction), bounded.
public final class PlainText {
    private static final int LINES_MAX = 200;

    private PlainText() {}

    /// `text` as one line of `charactersMax` characters at most.
    public static String line(String text, int charactersMax) {
        var clean = new StringBuilder();
        text.codePoints()
                .limit(charactersMax + 1L)
                .map(PlainText::printable)
                .forEach(clean::appendCodePoint);
        int length = clean.codePointCount(0, clean.length());
        if (length <= charactersMax) {
            return clean.toString().strip();
        }
        return clean.substring(0, clean.offsetByCodePoints(0, charactersMax - 3)).strip() + "...";
    }

    /// `text` with its line breaks kept, of `charactersMax` characters at most.
    public static String lines(String text, int charactersMax) {
        var lines = text.lines().limit(LINES_MAX).map(line -> line(line, charactersMax)).toList();
        var joined = String.join("\n", lines);
        return joined.codePointCount(0, joined.length()) <= charactersMax
                ? joined
                : joined.substring(0, joined.offsetByCodePoints(0, charactersMax - 3)) + "...";
    }

    /// `line` broken at spaces into lines of `width` characters at most.
    public static List<String> wrap(String line, int width) {
        var lines = new ArrayList<String>();
        var rest = line.strip();
        while (rest.codePointCount(0, rest.length()) > width) {
            int end = rest.offsetByCodePoints(0, width);
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            lines.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }

    private static int printable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    ' ';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    '?';
            default -> character;
        };
    }
}
