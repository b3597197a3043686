package tocsin.responder.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every run of late, as its own log tells it. For one thread.
public final class Ledger {
    /// So long is remembered what was run. An approval is good for less.
    public static final Duration MEMORY = Duration.ofHours(25);

    private static final Duration HOUR = Duration.ofHours(1);

    /// @param first when it was told of first
    /// @param newest what was told last, or how it ended
    private record Entry(Instant first, Told newest) {}

    private final Map<RunId, Entry> entries = new LinkedHashMap<>();

    /// Takes in the next record. What has ended stays so.
    public void read(Told told) {
        entries.merge(
                told.id(),
                new Entry(told.at(), told),
                (known, _) ->
                        known.newest.kind().last()
                                ? known
                                : new Entry(known.first, told.after(known.newest)));
    }

    /// Forgets what is too old to matter.
    public void forget(Instant now) {
        entries.values()
                .removeIf(entry ->
                        entry.newest.kind().last()
                                && entry.newest.at().isBefore(now.minus(MEMORY)));
    }

    Optional<Told> newest(RunId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::newest);
    }

    /// How many runs of a service were begun within the last hour.
    long begun(String service, Instant now) {
        return entries.values().stream()
                .filter(entry -> entry.newest.service().equals(service))
                .filter(entry -> entry.newest.kind() != Told.Kind.REFUSED)
                .filter(entry -> !entry.newest.id().undoing())
                .filter(entry -> entry.first.isAfter(now.minus(HOUR)))
                .count();
    }

    /// Runs that were begun and not told of since their lease ended, oldest first: whoever ran them
    /// was killed.
    public List<Told> cut(Instant now) {
        var cut = new ArrayList<Told>();
        entries.values().stream()
                .map(Entry::newest)
                .filter(told -> !told.kind().last() && !now.isBefore(told.leaseUntil()))
                .sorted(Comparator.comparing(Told::at))
                .forEach(cut::add);
        return cut;
    }
}
