package tocsin.runtime.definitions;

import java.util.Objects;

/// What is wrong, or only odd, at one place of one document.
///
/// @param document `kind/name` of the document
/// @param pointer JSON pointer of the place within it, such as `/spec/steps/0`; empty for the whole
/// @param message what is wrong and what was expected, for people
public record Finding(Level level, String document, String pointer, String message) {
    /// Whether the document can be used.
    public enum Level {
        /// It cannot be used, or would do something else than it says.
        ERROR,
        /// It can be used, but somebody may have meant something else.
        WARNING
    }

    public Finding {
        Objects.requireNonNull(level);
    }

    /// The place as people write it, such as `spec.steps[0]`.
    public String path() {
        return pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replaceAll("^/", "")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
    }

    @Override
    public String toString() {
        return pointer.isEmpty()
                ? document + ": " + message
                : "%s: %s: %s".formatted(document, path(), message);
    }
}
