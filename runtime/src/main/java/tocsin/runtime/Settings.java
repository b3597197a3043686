package tocsin.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads typed settings from the environment (`TOCSIN_*`) and remembers every problem, so that an
/// operator sees them all at once. It also remembers what was asked for, so that documentation can
/// be compared with the code.
public final class Settings {
    /// One setting as the code reads it.
    ///
    /// @param name without the prefix `TOCSIN_`
    /// @param absent its default as text; empty when there is none
    /// @param doc what it is, in one sentence
    public record Asked(String name, String absent, String doc) {}

    /// What every variable begins with.
    public static final String PREFIX = "TOCSIN_";

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The parsed value, or the default when the variable is absent or blank.
    public <T> T get(String name, T absent, String doc, Function<String, T> parse) {
        asked.put(name, new Asked(name, String.valueOf(absent), doc));
        return text(name).map(text -> parsed(name, text, absent, parse)).orElse(absent);
    }

    /// The value as it stands, or the default.
    public String get(String name, String absent, String doc) {
        return get(name, absent, doc, text -> text);
    }

    /// A TCP port; 0 lets the system choose.
    public int port(String name, int absent, String doc) {
        return get(
                name,
                absent,
                doc,
                text -> {
                    int port = Integer.parseInt(text);
                    if (port < 0 || port > 65535) {
                        throw new IllegalArgumentException("a port is 0 to 65535");
                    }
                    return port;
                });
    }

    /// A secret: the variable itself, or the content of the file that the variable with `_FILE`
    /// behind it names. Never printed.
    public Optional<String> secret(String name, String doc) {
        asked.put(name, new Asked(name, "", doc));
        var direct = text(name);
        if (direct.isPresent()) {
            return direct;
        }
        return text(name + "_FILE")
                .map(file -> {
                    try {
                        return Files.readString(Path.of(file)).strip();
                    } catch (IOException e) {
                        problems.add(PREFIX + name + "_FILE=" + file + ": cannot be read: " + e);
                        return "";
                    }
                });
    }

    /// All variables whose names begin with `TOCSIN_` and `prefix`, without both.
    public Map<String, String> startingWith(String prefix) {
        var found = new LinkedHashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX + prefix)) {
                found.put(name.substring(PREFIX.length() + prefix.length()), value);
            }
        });
        return found;
    }

    /// Everything asked for so far, in the order it was asked for.
    public List<Asked> asked() {
        return List.copyOf(asked.values());
    }

    /// Throws one exception that names every bad setting.
    ///
    /// @throws IllegalArgumentException when a setting was bad
    public void check() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("bad settings:\n  " + String.join("\n  ", problems));
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(PREFIX + name)).filter(text -> !text.isBlank());
    }

    private <T> T parsed(String name, String text, T absent, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            problems.add("%s%s=%s: %s".formatted(PREFIX, name, text, reason(e)));
            return absent;
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof NumberFormatException ? "not a number" : String.valueOf(e.getMessage());
    }
}
