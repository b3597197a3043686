package tocsin.responder.remediation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which SLOs freeze deployments because their error budget is spent. A policy with a step at the
/// end of the budget says so itself. Of others, a freeze begins when all of it is spent and ends
/// when 5 % of it are back: a rolling window that gives back one bad minute does not thaw it.
public final class Freezes {
    private static final double SPENT = 1;
    private static final double BACK = 0.95;

    private final Map<String, Map<String, Boolean>> byService = new TreeMap<>();

    /// Takes in what the detector says.
    public synchronized void read(String service, String slo, boolean frozen) {
        byService.computeIfAbsent(service, _ -> new TreeMap<>()).put(slo, frozen);
    }

    /// Takes in how a budget stands of which no policy says whether it freezes anything.
    ///
    /// @param consumed bad events over those that the period allows; 1 = all spent
    public synchronized void read(String service, String slo, double consumed) {
        var slos = byService.computeIfAbsent(service, _ -> new TreeMap<>());
        boolean frozen = Optional.ofNullable(slos.get(slo)).orElse(false);
        slos.put(slo, consumed >= SPENT || (frozen && consumed > BACK));
    }

    /// The frozen SLOs of a service, by name.
    public synchronized List<String> of(String service) {
        var frozen = new ArrayList<String>();
        Optional.ofNullable(byService.get(service))
                .ifPresent(slos ->
                        slos.forEach((slo, spent) -> {
                            if (spent) {
                                frozen.add(slo);
                            }
                        }));
        return frozen;
    }
}
