package tocsin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/// Breaks text into lines at spaces.
final class Wrap {
    private Wrap() {}

    /// Lines of at most `width` characters; a word that is longer gets a line of its own.
    static List<String> lines(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var words = new StringTokenizer(text, " "); words.hasMoreTokens(); ) {
            var word = words.nextToken();
            if (!line.isEmpty() && line.length() + word.length() + 1 > width) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
