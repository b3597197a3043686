package tocsin.detector;

import tocsin.detector.slo.Group;
import tocsin.detector.slo.Slo;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The series of an objective that is split by labels, as far as there is room for them. Who comes
/// later counts for one series together, until one of the others is forgotten.
final class Groups {
    private final Slo slo;
    private final Function<Slo, Watcher.Objective> begin;
    private final Map<Group, Watcher.Objective> known = new HashMap<>();

    /// @param slo as it was defined
    /// @param begin makes the series of one group
    Groups(Slo slo, Function<Slo, Watcher.Objective> begin) {
        this.slo = slo;
        this.begin = begin;
    }

    /// The series that a sample with these labels counts for; it is there afterwards.
    ///
    /// @throws IllegalArgumentException when they cannot be used
    Watcher.Objective of(Map<String, String> labels) {
        var group = Group.of(slo.groupBy(), labels);
        var found = known.get(group);
        if (found != null) {
            return found;
        }
        var other = Group.other(slo.groupBy());
        int taken = known.size() - (known.containsKey(other) ? 1 : 0);
        return known.computeIfAbsent(
                taken < slo.groupBy().most() ? group : other, one -> begin.apply(slo.of(one)));
    }

    /// One that was stored.
    void add(Watcher.Objective stored) {
        known.put(stored.slo().group(), stored);
    }

    void remove(Group group) {
        known.remove(group);
    }
}
