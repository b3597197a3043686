package tocsin.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /// @param value what it is now; of a secret only whether there is one
    /// @param source where the value comes from: `default`, `environment`, or a file
    public record Asked(String name, String absent, String doc, String value, String source) {
        /// The variable's whole name.
        public String variable() {
            return PREFIX + name;
        }
    }

    /// What every variable begins with.
    public static final String PREFIX = "TOCSIN_";

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String FILE = "_FILE";

    /// Handed on as they stand.
    private static final List<String> PASSED_ON = List.of("KAFKA_", "SERDE_");

    /// Read by the log's configuration.
    private static final Set<String> READ_ELSEWHERE = Set.of("LOG_LEVEL", "LOG_FORMAT");

    private static final String DEFAULT = "default";
    private static final String ENVIRONMENT = "environment";

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The parsed value, or the default when the variable is absent or blank.
    public <T> T get(String name, T absent, String doc, Function<String, T> parse) {
        var plain = String.valueOf(absent);
        asked.put(
                name,
                text(name)
                        .map(text -> new Asked(name, plain, doc, shown(text), ENVIRONMENT))
                        .orElse(new Asked(name, plain, doc, plain, DEFAULT)));
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
        asked.put(name, askedSecret(name, doc));
        var direct = text(name);
        if (direct.isPresent()) {
            return direct;
        }
        return text(name + FILE)
                .map(file -> {
                    try {
                        return Files.readString(Path.of(file)).strip();
                    } catch (IOException e) {
                        problems.add(PREFIX + name + FILE + "=" + file + ": cannot be read: " + e);
                        return "";
                    }
                });
    }

    /// Without the password that a URL may carry.
    private static String shown(String text) {
        return text.replaceAll("//[^/@]*@", "//<secret>@");
    }

    private Asked askedSecret(String name, String doc) {
        if (text(name).isPresent()) {
            return new Asked(name, "", doc, "<secret>", ENVIRONMENT);
        }
        return text(name + FILE)
                .map(file -> new Asked(name, "", doc, "<secret>", "file " + file))
                .orElse(new Asked(name, "", doc, "", DEFAULT));
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

    /// What is handed on to a library: variables whose names begin with `TOCSIN_` and `prefix`,
    /// without both, in lower case. `_` stands for a dot, `__` for an underscore, `___` for a dash.
    public Map<String, String> properties(String prefix) {
        var properties = new LinkedHashMap<String, String>();
        startingWith(prefix)
                .forEach((name, value) ->
                        properties.put(
                                name.toLowerCase(Locale.ROOT)
                                        .replace("___", "-")
                                        .replace("__", "\0")
                                        .replace('_', '.')
                                        .replace('\0', '_'),
                                value));
        return properties;
    }

    /// Everything asked for so far, in the order it was asked for.
    public List<Asked> asked() {
        return List.copyOf(asked.values());
    }

    /// What is wrong with the values read so far.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Variables that begin like settings but were not asked for, in alphabetical order.
    ///
    /// @param known names asked for elsewhere, without the prefix
    public List<String> unknown(Collection<String> known) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .filter(name -> !READ_ELSEWHERE.contains(name))
                .filter(name -> PASSED_ON.stream().noneMatch(name::startsWith))
                .filter(name -> !isAsked(name) && !known.contains(name))
                .sorted()
                .toList();
    }

    private boolean isAsked(String name) {
        return asked.containsKey(name)
                || (name.endsWith(FILE)
                        && asked.containsKey(name.substring(0, name.length() - FILE.length())));
    }

    /// Warns of variables that look like misspelt settings, and throws one exception that names
    /// every bad setting.
    ///
    /// @throws IllegalArgumentException when a setting was bad
    public void check() {
        for (var name : unknown(List.of())) {
            Spelling.nearest(name, asked.keySet())
                    .ifPresent(meant ->
                            LOG.warn(
                                    "{}{} is no setting; did you mean {}{}?",
                                    PREFIX,
                                    name,
                                    PREFIX,
                                    meant));
        }
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
            problems.add("%s%s=%s: %s".formatted(PREFIX, name, shown(text), reason(e)));
            return absent;
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof NumberFormatException ? "not a number" : String.valueOf(e.getMessage());
    }
}
