package tocsin.responder;

import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.Neighbours.Root;
import tocsin.responder.incident.Seen;
import tocsin.responder.incident.ServiceState;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which incidents have to be asked who fails with them: those that others are attached to, and
/// those that rose because of others. For one thread.
final class Followers {
    /// Further ones are not counted.
    private static final int COUNTED_MAX = 100;

    private final Neighbours neighbours;
    private final Set<Root> raised = new HashSet<>();

    /// One for each start of a task.
    Followers(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /// What stands in a state of this task.
    void read(ServiceState state) {
        raised.removeIf(root -> root.service().equals(state.service()));
        state.open().stream()
                .filter(open -> open.dependants().isPresent())
                .map(Incident::id)
                .forEach(incident -> raised.add(new Root(state.service(), incident)));
    }

    /// What there is to be seen now, by whom to ask; nothing while nobody can say.
    Map<Root, Seen> seen() {
        return neighbours.attached().map(this::seen).orElse(Map.of());
    }

    private Map<Root, Seen> seen(Map<Root, List<Neighbour>> attached) {
        var seen = new HashMap<Root, Seen>();
        raised.forEach(root -> seen.put(root, Seen.NOTHING));
        attached.forEach((root, others) -> seen.put(root, new Seen(0, counted(others))));
        return seen;
    }

    private static List<Neighbour> counted(List<Neighbour> others) {
        return others.stream()
                .sorted(Comparator.comparing(Neighbour::incident))
                .limit(COUNTED_MAX)
                .toList();
    }
}
