package tocsin.responder.incident;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is open in other services about now.
@FunctionalInterface
public interface Neighbours {
    /// Nothing, ever.
    Neighbours NONE = _ -> List.of();

    /// The open incidents of these services that page somebody or will.
    List<Neighbour> of(Collection<String> services);

    /// Who fails with whom: by the open incident that they are attached to, the open incidents of
    /// others; empty when nobody can say now.
    default Optional<Map<Root, List<Neighbour>>> attached() {
        return Optional.empty();
    }

    /// An incident that others are attached to.
    record Root(String service, String incident) {}
}
