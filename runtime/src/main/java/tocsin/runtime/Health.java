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

    /// Adds or replaces a check.
    public void check(String name, Supplier<Optional<String>> problem) {
        checks.put(name, problem);
    }

    /// Removes a check.
    public void remove(String name) {
        checks.remove(name);
    }

    /// What is wrong now, by check; empty when ready.
    public Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        checks.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(check ->
                        check.getValue()
                                .get()
                                .ifPresent(problem -> problems.put(check.getKey(), problem)));
        return problems;
    }

    /// Whether every check is content.
    public boolean ready() {
        return problems().isEmpty();
    }
}
