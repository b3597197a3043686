package tocsin.responder.execution;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What an executor writes about a run.
///
/// @param hash of the proposal that it was told to run
/// @param reason of a last word that is not DONE
/// @param leaseUntil without a word by then a run that was started counts as cut
/// @param outcome of DONE and FAILED
/// @param beat number of a HEARTBEAT
/// @param order where the order stands that began it; null where that is not known
/// @param status URL where somebody can be asked how it goes; empty for nowhere
public record Told(
        RunId id,
        String service,
        String incident,
        Kind kind,
        String hash,
        Instant at,
        String reason,
        Instant leaseUntil,
        @Nullable Outcome outcome,
        int beat,
        @Nullable Place order,
        String status) {

    /// How far it got.
    public enum Kind {
        REFUSED,
        STARTED,
        HEARTBEAT,
        DONE,
        FAILED,
        OUTCOME_UNKNOWN;

        /// Whether nothing follows it.
        boolean last() {
            return this != STARTED && this != HEARTBEAT;
        }
    }

    static Told of(Order order, Kind kind, Instant now, String reason) {
        var proposal = order.proposal();
        return new Told(
                order.id(),
                proposal.service(),
                proposal.incident(),
                kind,
                order.hash(),
                now,
                reason,
                now.plus(Desk.LEASE),
                null,
                0,
                null,
                "");
    }

    Told then(Kind next, Instant now, String why, @Nullable Outcome came) {
        return new Told(
                id,
                service,
                incident,
                next,
                hash,
                now,
                why,
                now.plus(Desk.LEASE),
                came,
                next == Kind.HEARTBEAT ? beat + 1 : beat,
                order,
                status);
    }

    /// The same, begun by the order that stands there, and asked about there.
    Told with(@Nullable Place begunBy, String where) {
        return new Told(
                id,
                service,
                incident,
                kind,
                hash,
                at,
                reason,
                leaseUntil,
                outcome,
                beat,
                begunBy,
                where);
    }

    /// The same with what only an earlier word said.
    Told after(Told earlier) {
        return with(
                order == null ? earlier.order : order, status.isEmpty() ? earlier.status : status);
    }
}
