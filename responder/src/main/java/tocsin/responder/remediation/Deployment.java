package tocsin.responder.remediation;

import java.time.Duration;
import java.time.Instant;

/// A deployment as far as it is known.
///
/// @param change its identity, with the source it came by
/// @param from the first that was heard of it
/// @param to the last that was heard of it
/// @param back whether it was rolled back
/// @param previousVersion empty when nobody said
public record Deployment(
        String change,
        Instant from,
        Instant to,
        boolean back,
        String version,
        String previousVersion,
        String actor) {

    /// What two messages about the same deployment add up to, in whatever order they came.
    Deployment with(Deployment other) {
        return new Deployment(
                change,
                from.isBefore(other.from) ? from : other.from,
                to.isAfter(other.to) ? to : other.to,
                back || other.back,
                larger(version, other.version),
                larger(previousVersion, other.previousVersion),
                larger(actor, other.actor));
    }

    /// Whether what began at `moment` began during it, or at most `within` after it.
    boolean recentAt(Instant moment, Duration within) {
        return !from.isAfter(moment) && to.isAfter(moment.minus(within));
    }

    /// Any of them, as long as it is the same whichever came first.
    private static String larger(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
