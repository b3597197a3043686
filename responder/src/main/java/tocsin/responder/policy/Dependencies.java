package tocsin.responder.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What services need to work.
///
/// @param direct what each needs at first hand
public record Dependencies(Map<String, List<String>> direct) {
    /// Further ones of one service are not looked at.
    static final int COUNT_MAX = 1_000;

    public Dependencies {
        direct = Map.copyOf(direct);
    }

    /// Everything that a service needs, at first hand or not, nearest first. Itself is not part of
    /// it, even where definitions that were never checked go in a circle.
    public SequencedSet<String> of(String service) {
        var found = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(directly(service));
        while (!next.isEmpty() && found.size() < COUNT_MAX) {
            var one = next.remove();
            if (!one.equals(service) && found.add(one)) {
                next.addAll(directly(one));
            }
        }
        return found;
    }

    /// Every service that needs this one, at first hand or not, nearest first. Itself is not part
    /// of it.
    public SequencedSet<String> dependants(String service) {
        var inverse = new TreeMap<String, List<String>>();
        new TreeMap<>(direct)
                .forEach((one, needed) ->
                        needed.forEach(other ->
                                inverse.computeIfAbsent(other, _ -> new ArrayList<>()).add(one)));
        return new Dependencies(inverse).of(service);
    }

    /// Services that need each other in a circle, the first of them again at the end; nothing when
    /// there is no circle.
    Optional<List<String>> circle() {
        var done = new HashSet<String>();
        for (var service : new TreeSet<>(direct.keySet())) {
            var circle = circle(service, done);
            if (circle.isPresent()) {
                return circle;
            }
        }
        return Optional.empty();
    }

    /// Depth first, without recursion: a chain may be as long as there are services.
    private Optional<List<String>> circle(String start, HashSet<String> done) {
        var path = new LinkedHashSet<String>();
        var left = new ArrayDeque<ArrayDeque<String>>();
        left.push(new ArrayDeque<>(List.of(start)));
        while (!left.isEmpty()) {
            var service = left.element().poll();
            if (service == null) {
                left.pop();
                if (!path.isEmpty()) {
                    done.add(path.removeLast());
                }
            } else if (path.contains(service)) {
                var circle = new ArrayList<>(path);
                circle.subList(0, circle.indexOf(service)).clear();
                circle.add(service);
                return Optional.of(circle);
            } else if (!done.contains(service)) {
                path.add(service);
                left.push(new ArrayDeque<>(directly(service)));
            }
        }
        return Optional.empty();
    }

    private List<String> directly(String service) {
        return Optional.ofNullable(direct.get(service)).orElse(List.of());
    }
}
