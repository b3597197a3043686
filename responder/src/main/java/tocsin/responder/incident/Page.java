package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A demand that one target hear of an incident now.
///
/// @param step of the escalation policy, from 0; [#LAST_RESORT] behind the last
/// @param round how often the ladder had been started before
/// @param deliverBy it is taken back when no channel has accepted it by then; null for never
/// @param acknowledgeBy the next step is taken without an acknowledgement by then; null: nobody
///   waits
public record Page(
        String id,
        Kind kind,
        int step,
        int round,
        String target,
        List<String> channels,
        State state,
        @Nullable Instant deliverBy,
        @Nullable Instant acknowledgeBy) {

    /// The step of whoever is paged once nobody else is left.
    public static final int LAST_RESORT = -1;

    /// What the target is asked for.
    public enum Kind {
        /// Wakes somebody.
        PAGE,
        /// Tells of an incident that can wait.
        NOTICE,
        /// Tells that it is over.
        RESOLVED
    }

    /// What came of it.
    public enum State {
        PENDING,
        ACCEPTED,
        REFUSED,
        WITHDRAWN
    }

    public Page {
        channels = List.copyOf(channels);
    }

    Page with(State next) {
        return new Page(id, kind, step, round, target, channels, next, deliverBy, acknowledgeBy);
    }

    boolean waitsForDelivery() {
        return kind == Kind.PAGE && state == State.PENDING;
    }
}
