package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// An incident that is not resolved.
///
/// @param openedAt when it was opened
/// @param proposed the actions proposed for it
/// @param firing its causes that fire, as far as they are known
public record OpenIncident(
        String id, Instant openedAt, Severity severity, List<String> proposed, Set<String> firing) {

    private static final int CAUSES_MAX = 100;

    public OpenIncident {
        proposed = List.copyOf(proposed);
        firing = Set.copyOf(firing);
    }

    static OpenIncident of(String id, Instant openedAt, Severity severity) {
        return new OpenIncident(id, openedAt, severity, List.of(), Set.of());
    }

    OpenIncident proposed(String action) {
        var next = new ArrayList<>(proposed);
        next.add(action);
        return new OpenIncident(id, openedAt, severity, next, firing);
    }

    OpenIncident rated(Severity to) {
        return new OpenIncident(id, openedAt, to, proposed, firing);
    }

    OpenIncident fired(String cause, boolean still) {
        var next = new TreeSet<>(firing);
        if (!still) {
            next.remove(cause);
        } else if (next.size() < CAUSES_MAX) {
            next.add(cause);
        }
        return new OpenIncident(id, openedAt, severity, proposed, next);
    }
}
