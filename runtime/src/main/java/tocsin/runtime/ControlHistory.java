package tocsin.runtime;

import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Controls (silences, maintenance, kill switch), all versions, looked up by time. A later version
/// of the same control replaces it from its own `from` on, so that the answer for a time that has
/// passed never changes. One thread adds, any number look.
public final class ControlHistory {
    /// Nothing of it is in effect from `end` on.
    private record Key(Instant end, String id) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::end).thenComparing(Key::id);
    }

    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /// What is long over, which is nearly all, is not looked at.
    private final ConcurrentNavigableMap<Key, List<Control>> byEnd =
            new ConcurrentSkipListMap<>(Key.ORDER);

    /// The next version of a control.
    public void add(Control control) {
        var id = control.getEnvelope().getId();
        var before = Optional.ofNullable(keys.get(id));
        var versions = new ArrayList<>(before.map(byEnd::get).orElse(List.of()));
        versions.add(control);
        var key = new Key(end(versions), id);
        byEnd.put(key, List.copyOf(versions));
        keys.put(id, key);
        before.filter(old -> !old.equals(key)).ifPresent(byEnd::remove);
    }

    /// The controls in effect at `time`.
    public List<Control> at(Instant time) {
        return byEnd.tailMap(new Key(time, ""), true).values().stream()
                .flatMap(versions -> version(versions, time).stream())
                .filter(control -> inEffect(control, time))
                .toList();
    }

    /// The newest version of every control that is not removed, in effect, over, or not yet.
    public List<Control> newest() {
        return byEnd.values().stream()
                .map(List::getLast)
                .filter(control -> control.getKind() != ControlKind.REMOVED)
                .toList();
    }

    private static Instant end(List<Control> versions) {
        return versions.stream()
                .filter(control -> control.getKind() != ControlKind.REMOVED)
                .map(control -> Optional.ofNullable(control.getTo()).orElse(Instant.MAX))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Optional<Control> version(List<Control> versions, Instant time) {
        return versions.reversed().stream()
                .filter(control -> !time.isBefore(control.getFrom()))
                .findFirst();
    }

    private static boolean inEffect(Control control, Instant time) {
        var to = control.getTo();
        return control.getKind() != ControlKind.REMOVED && (to == null || time.isBefore(to));
    }
}
