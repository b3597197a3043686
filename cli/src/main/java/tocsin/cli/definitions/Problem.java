package tocsin.cli.definitions;

import tocsin.runtime.definitions.Finding.Level;

import java.util.Comparator;

/// What is wrong, or only odd, at one place of a file.
///
/// @param file relative to the folder
/// @param line from 1
/// @param column from 1
/// @param document `kind/name`; empty where there is none yet
/// @param path place within the document, such as `spec.steps[0]`; empty for the whole
public record Problem(
        String file,
        int line,
        int column,
        Level level,
        String document,
        String path,
        String message) {
    static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::message);

    /// As compilers print it, so that editors jump to it.
    @Override
    public String toString() {
        return "%s:%d:%d: %s%s%s%s"
                .formatted(
                        file,
                        line,
                        column,
                        level == Level.WARNING ? "warning: " : "",
                        document.isEmpty() ? "" : document + ": ",
                        path.isEmpty() ? "" : path + ": ",
                        message);
    }
}
