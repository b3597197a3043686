package tocsin.responder;

import tocsin.responder.incident.Incident;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.incident.Status;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When resolved incidents leave the topic of current states; their events stay on the log. An
/// entry beside the timers of the rules says when, so that none is missed over a restart.
final class Retention {
    /// So long after its resolution an incident is kept there.
    static final Duration KEPT = Duration.ofDays(30);

    private static final String FORGET = "forget/";

    private Retention() {}

    /// The entry of an incident that was resolved at `resolvedAt`.
    static TimerStore.Entry entry(String service, String incident, Instant resolvedAt) {
        return new TimerStore.Entry(resolvedAt.plus(KEPT), service, FORGET + incident);
    }

    /// The incident that an entry is about; nothing for the rules' own timers.
    static Optional<String> incident(TimerStore.Entry entry) {
        return entry.id().startsWith(FORGET)
                ? Optional.of(entry.id().substring(FORGET.length()))
                : Optional.empty();
    }

    /// Whether an incident goes now. One that fired again meanwhile has a later entry.
    static boolean over(ServiceState state, String incident, Instant now) {
        return state.incident(incident).map(known -> over(known, now)).orElse(true);
    }

    /// Whether it was resolved so long ago.
    static boolean over(Incident incident, Instant now) {
        var resolvedAt = incident.resolvedAt();
        return incident.status() == Status.RESOLVED
                && resolvedAt != null
                && !now.isBefore(resolvedAt.plus(KEPT));
    }
}
