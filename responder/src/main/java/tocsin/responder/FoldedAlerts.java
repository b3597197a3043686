package tocsin.responder;

import tocsin.responder.incident.Fact;
import tocsin.responder.incident.Input;
import tocsin.responder.incident.ServiceState;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many alerts were folded into each incident since that was said last. Only in memory: a crash
/// loses the newest few of a count, never a page.
final class FoldedAlerts {
    private final Map<String, Long> counts = new HashMap<>();

    /// An input was decided.
    ///
    /// @param after the state after it
    void read(ServiceState after, Input input) {
        after.foldedInto(input).ifPresent(incident -> counts.merge(incident.id(), 1L, Long::sum));
    }

    long of(String incident) {
        return Optional.ofNullable(counts.get(incident)).orElse(0L);
    }

    /// It was said.
    void told(List<Fact> facts) {
        for (var fact : facts) {
            if (fact instanceof Fact.Folded || fact instanceof Fact.Resolved) {
                counts.remove(fact.incident());
            }
        }
    }
}
