package tocsin.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.runtime.SettingType.Handling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads settings from an environment. It remembers every problem, so that an operator sees them
/// all at once, and every setting, so that help and documentation say what is really read.
public final class Settings {
    /// A variable as it was read.
    ///
    /// @param value its text, or the default; of a secret only that there is one
    /// @param source where that comes from: `default`, `environment`, or a file
    public record Value(String variable, String value, String source) {}

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    private final Map<String, String> environment;
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<Setting<?>> read = new LinkedHashSet<>();
    private final Map<String, Value> values = new LinkedHashMap<>();

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// The parsed value, or the default when the variable is absent.
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> setting.type().parse().apply(setting.absent()));
    }

    /// The parsed value when there is one.
    public <T> Optional<T> find(Setting<T> setting) {
        read.add(setting);
        return value(setting, setting.variable());
    }

    /// The parsed values of a family, by the name in the middle.
    public <T> Map<String, T> family(Setting<T> setting) {
        read.add(setting);
        var family = new TreeMap<String, T>();
        for (var variable : new TreeSet<>(environment.keySet())) {
            setting.member(variable)
                    .ifPresent(name ->
                            value(setting, setting.variable(name))
                                    .ifPresent(value -> family.put(name, value)));
        }
        return family;
    }

    /// A family that is handed on to a library, by the names the library knows: in lower case, `_`
    /// a dot, `__` an underscore, `___` a dash.
    Map<String, String> properties(Setting<String> setting) {
        var properties = new TreeMap<String, String>();
        family(setting)
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

    private <T> Optional<T> value(Setting<T> setting, String variable) {
        var type = setting.type();
        var direct = text(type, variable);
        var file =
                direct.isEmpty() && setting.isSecret()
                        ? text(type, variable + Setting.FILE)
                        : Optional.<String>empty();
        var text = direct.or(() -> file.flatMap(path -> content(variable, path)));
        var source =
                direct.isPresent()
                        ? "environment"
                        : file.map(path -> "file " + path).orElse("default");
        var shown = text.map(type::shown).orElse(setting.absent());
        values.put(variable, new Value(variable, shown, source));
        return text.flatMap(present -> parsed(type, variable, present));
    }

    private Optional<String> text(SettingType<?> type, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> type.handling() == Handling.RAW || !text.isBlank());
    }

    private Optional<String> content(String variable, String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException | IllegalArgumentException e) {
            problems.add("%s%s=%s: cannot be read: %s".formatted(variable, Setting.FILE, file, e));
            return Optional.empty();
        }
    }

    private <T> Optional<T> parsed(SettingType<T> type, String variable, String text) {
        try {
            return Optional.of(type.parse().apply(text));
        } catch (RuntimeException e) {
            var quoted = type.handling() == Handling.OPEN ? "=" + type.shown(text) : "";
            var reason = e instanceof NumberFormatException ? "not a number" : e.getMessage();
            problems.add(variable + quoted + ": " + reason);
            return Optional.empty();
        }
    }

    /// Every setting read so far, in that order.
    public List<Setting<?>> read() {
        return List.copyOf(read);
    }

    /// Every variable read so far, in that order.
    public List<Value> values() {
        return List.copyOf(values.values());
    }

    /// What is wrong with the values read so far.
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /// Variables that begin like settings and are none, each with the one that may be meant.
    ///
    /// @param known every setting there is
    public Map<String, Optional<String>> unknown(Collection<Setting<?>> known) {
        var names = known.stream().map(Setting::variable).collect(Collectors.toSet());
        var unknown = new TreeMap<String, Optional<String>>();
        for (var variable : environment.keySet()) {
            if (variable.startsWith(Setting.PREFIX)
                    && known.stream().noneMatch(setting -> setting.reads(variable))) {
                unknown.put(variable, Spelling.nearest(variable, names));
            }
        }
        return unknown;
    }

    /// Warns of variables that look like misspelt settings, and throws one exception that names
    /// every bad setting.
    ///
    /// @throws IllegalArgumentException when a setting was bad
    public void check() {
        unknown(read)
                .forEach((name, near) ->
                        near.ifPresent(meant ->
                                LOG.warn("{} is no setting; did you mean {}?", name, meant)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("bad settings:\n  " + String.join("\n  ", problems));
        }
    }

    /// What could be set, for people.
    public String help() {
        return read.stream()
                .map(setting -> setting.help(setting.absent()))
                .collect(Collectors.joining("\n"));
    }
}
