package tocsin.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whether this process can do its work now: named checks, each answering with what is wrong, or
/// nothing. Checks must answer at once; whoever has to ask over the network does so beforehand.
public final class Health {
    private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentHashMap<>();

    private final Map<String, Supplier<Optional<String>>> warnings = new ConcurrentHashMap<>();

    /// Adds or replaces a check.
    public void check(String name, Supplier<Optional<String>> problem) {
        checks.put(name, problem);
    }

    /// Adds or replaces what people should know of although the work goes on.
    public void warn(String name, Supplier<Optional<String>> warning) {
        warnings.put(name, warning);
    }

    /// Removes a check, or a warning.
    public void remove(String name) {
        checks.remove(name);
        warnings.remove(name);
    }

    /// What is wrong now, by check; empty when ready.
    public Map<String, String> problems() {
        return said(checks);
    }

    /// What people should know of now, by name. It does not make the process unready.
    public Map<String, String> warnings() {
        return said(warnings);
    }

    private static Map<String, String> said(Map<String, Supplier<Optional<String>>> all) {
        var said = new LinkedHashMap<String, String>();
        all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one ->
                        one.getValue().get().ifPresent(text -> said.put(one.getKey(), text)));
        return said;
    }

    /// Whether every check is content.
    public boolean ready() {
        return problems().isEmpty();
    }
}
