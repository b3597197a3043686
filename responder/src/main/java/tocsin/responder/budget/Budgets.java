package tocsin.responder.budget;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The newest word about every budget, by service and SLO.
public final class Budgets {
    private final Map<String, Map<String, Budget>> byService = new TreeMap<>();

    /// Takes in how a budget stands.
    public synchronized void read(String service, Budget budget) {
        byService.computeIfAbsent(service, _ -> new TreeMap<>()).put(budget.slo(), budget);
    }

    /// Nobody watches this SLO any more.
    public synchronized void forget(String service, String slo) {
        byService.computeIfPresent(
                service,
                (_, slos) -> {
                    slos.remove(slo);
                    return slos.isEmpty() ? null : slos;
                });
    }

    /// Whose budgets are known.
    public synchronized Set<String> services() {
        return Set.copyOf(byService.keySet());
    }

    /// Those of a service, by the names of their SLOs.
    public synchronized List<Budget> of(String service) {
        return Optional.ofNullable(byService.get(service))
                .map(slos -> List.copyOf(slos.values()))
                .orElse(List.of());
    }
}
