package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An incident that is not resolved.
///
/// @param openedAt when it was opened
/// @param proposed the actions proposed for it
/// @param pages whether it is of page-class causes
/// @param firing its causes that fire, as far as they are known, each with its labels
public record OpenIncident(
        String id,
        Instant openedAt,
        Severity severity,
        boolean pages,
        List<String> proposed,
        Map<String, Map<String, String>> firing) {

    private static final int CAUSES_MAX = 100;

    public OpenIncident {
        proposed = List.copyOf(proposed);
        firing = Map.copyOf(firing);
    }

    static OpenIncident of(Input.Opened opened) {
        return new OpenIncident(
                opened.id(), opened.at(), opened.severity(), opened.pages(), List.of(), Map.of());
    }

    /// A cause that fires and has all of these labels.
    Optional<String> causeWith(Map<String, String> labels) {
        return firing.entrySet().stream()
                .filter(cause -> cause.getValue().entrySet().containsAll(labels.entrySet()))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
    }

    OpenIncident proposed(String action) {
        if (proposed.contains(action)) {
            return this;
        }
        var next = new ArrayList<>(proposed);
        next.add(action);
        return new OpenIncident(id, openedAt, severity, pages, next, firing);
    }

    OpenIncident rated(Severity to) {
        return new OpenIncident(id, openedAt, to, pages, proposed, firing);
    }

    OpenIncident fired(String cause, boolean still, Map<String, String> labels) {
        var next = new TreeMap<>(firing);
        if (!still) {
            next.remove(cause);
        } else if (next.size() < CAUSES_MAX || next.containsKey(cause)) {
            next.put(cause, Map.copyOf(labels));
        }
        return new OpenIncident(id, openedAt, severity, pages, proposed, next);
    }
}
