package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Contact;

import java.time.Instant;
import java.util.List;

/// A demand that one target hear of an incident now.
///
/// @param step of the escalation policy, from 0; [#LAST_RESORT] behind the last
/// @param round how often the ladder had been started before
/// @param lap how often all steps of the same ladder had been gone through before
/// @param via what the policy named, such as `schedule/payments`; empty when that is the target
/// @param heard whether the target may have heard of it
/// @param deliverBy it is taken back when no channel has accepted it by then; null for never
/// @param acknowledgeBy the next step is taken without an acknowledgement by then; null: nobody
///   waits
/// @param matter what it speaks of beside the incident; null: of the incident alone
public record Page(
        String id,
        Kind kind,
        int step,
        int round,
        int lap,
        String target,
        String via,
        List<String> channels,
        State state,
        boolean heard,
        @Nullable Instant deliverBy,
        @Nullable Instant acknowledgeBy,
        @Nullable Matter matter) {

    /// The step of whoever is paged once nobody else is left.
    public static final int LAST_RESORT = -1;

    /// What the target is asked for.
    public enum Kind {
        /// Wakes somebody.
        PAGE,
        /// Tells of an incident that can wait.
        NOTICE,
        /// Says that people should hear something, and what is known.
        REMINDER,
        /// Tells that somebody has it in hand.
        ACKNOWLEDGED,
        /// Tells that it is over.
        RESOLVED,
        /// Asks for a yes or no to a remediation.
        APPROVAL,
        /// Wakes somebody because a remediation failed.
        REMEDIATION_FAILED,
        /// Tells, as chat, how an error budget stands.
        BUDGET;

        /// Whether it has to reach somebody: when it is not accepted in time, it is somebody else's
        /// turn.
        public boolean wakes() {
            return this == PAGE || this == APPROVAL || this == REMEDIATION_FAILED;
        }
    }

    /// What came of it.
    public enum State {
        PENDING,
        /// A call was cut off: it may have arrived, and is tried again.
        UNKNOWN,
        ACCEPTED,
        REFUSED,
        WITHDRAWN
    }

    public Page {
        channels = List.copyOf(channels);
    }

    Page with(State next) {
        return new Page(
                id,
                kind,
                step,
                round,
                lap,
                target,
                via,
                channels,
                next,
                heard || next == State.ACCEPTED || next == State.UNKNOWN,
                deliverBy,
                acknowledgeBy,
                matter == null || undecided(next) ? matter : matter.told());
    }

    boolean waitsForDelivery() {
        return kind.wakes() && undecided();
    }

    /// Whether it is still on its way.
    boolean undecided() {
        return undecided(state);
    }

    private static boolean undecided(State state) {
        return state == State.PENDING || state == State.UNKNOWN;
    }

    /// Whoever it went to.
    Contact contact() {
        return new Contact(target, channels, via);
    }
}
