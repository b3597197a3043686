package tocsin.responder.remediation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Where a remediation stands. Every one that is proposed ends in exactly one of the last states.
public enum State {
    /// It would have been proposed, but the mode is observe.
    OBSERVED,
    PROPOSED,
    AWAITING_APPROVAL,
    /// The executor may begin.
    APPROVED,
    REJECTED,
    EXPIRED,
    /// What it was for is over.
    CANCELLED,
    RUNNING,
    /// It ran; whether it helped is not known yet.
    VERIFYING,
    SUCCEEDED,
    FAILED,
    /// It did not help and is taken back.
    ROLLING_BACK,
    ROLLED_BACK,
    ROLLBACK_FAILED;

    private static final Set<State> LAST =
            EnumSet.of(
                    OBSERVED,
                    REJECTED,
                    EXPIRED,
                    CANCELLED,
                    SUCCEEDED,
                    FAILED,
                    ROLLED_BACK,
                    ROLLBACK_FAILED);

    private static final Set<State> IN_FLIGHT =
            EnumSet.of(APPROVED, RUNNING, VERIFYING, ROLLING_BACK);

    /// Whether nothing follows it.
    public boolean last() {
        return LAST.contains(this);
    }

    /// Whether its target may be touched by nothing else.
    public boolean inFlight() {
        return IN_FLIGHT.contains(this);
    }

    /// For people.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
