package tocsin.responder.incident;

import java.util.Collection;
import java.util.List;

/// What is open in other services about now.
@FunctionalInterface
public interface Neighbours {
    /// Nothing, ever.
    Neighbours NONE = _ -> List.of();

    /// The open incidents of these services that page somebody or will.
    List<Neighbour> of(Collection<String> services);
}
