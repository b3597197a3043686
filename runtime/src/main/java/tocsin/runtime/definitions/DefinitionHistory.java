package tocsin.runtime.definitions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Every set ever applied, looked up by time. Sets are added by one thread and read by many. Where
/// two sets are in effect from the same moment, the one with the higher version counts.
public final class DefinitionHistory implements Definitions {
    private volatile NavigableMap<Instant, DefinitionSet> byTime = new TreeMap<>();

    @Override
    public DefinitionSet at(Instant time) {
        var entry = byTime.floorEntry(time);
        return entry == null ? DefinitionSet.EMPTY : entry.getValue();
    }

    /// The set with the highest version, in effect or not yet.
    public DefinitionSet newest() {
        return byTime.values().stream()
                .max(Comparator.comparingLong(DefinitionSet::version))
                .orElse(DefinitionSet.EMPTY);
    }

    /// Adds one complete set. A later version also ends every earlier version that would have taken
    /// effect after it: an apply replaces what was planned.
    public synchronized void add(DefinitionSet set) {
        var next = new TreeMap<>(byTime);
        next.values()
                .removeIf(other ->
                        other.version() < set.version()
                                && !other.effectiveFrom().isBefore(set.effectiveFrom()));
        next.put(set.effectiveFrom(), set);
        byTime = next;
    }

    /// All sets, by the time they take effect.
    public List<DefinitionSet> all() {
        return new ArrayList<>(byTime.values());
    }
}
