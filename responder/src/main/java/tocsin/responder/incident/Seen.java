package tocsin.responder.incident;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a timer looked at beside the state of its own service. It is on the log with what followed
/// from it, so that the decision can be made again.
///
/// @param folded how many alerts were folded since that was said last
/// @param neighbours incidents of what the service depends on, newest first
public record Seen(long folded, List<Neighbour> neighbours) {
    /// Nothing but the state.
    public static final Seen NOTHING = new Seen(0, List.of());

    public Seen {
        neighbours =
                neighbours.stream()
                        .sorted(
                                Comparator.comparing(Neighbour::openedAt)
                                        .reversed()
                                        .thenComparing(Neighbour::incident))
                        .toList();
    }

    /// Folded alerts were counted.
    public static Seen folded(long alerts) {
        return new Seen(alerts, List.of());
    }

    /// The newest incident that may be the root of others: what broke last is most likely what
    /// broke them.
    Optional<Neighbour> root() {
        return neighbours.stream().filter(neighbour -> !neighbour.waiting()).findFirst();
    }

    /// Whether this incident is still one that others may be attached to.
    boolean stillOpen(String incident) {
        return neighbours.stream()
                .anyMatch(other -> other.incident().equals(incident) && !other.waiting());
    }

    /// Whether one of them waits itself, so that its root is not known yet.
    boolean somebodyWaits() {
        return neighbours.stream().anyMatch(Neighbour::waiting);
    }
}
