package tocsin.responder.remediation;

/// How far remediation may go by itself, least first.
public enum Mode {
    /// It is recorded what would have been proposed.
    OBSERVE,
    /// It is proposed, and runs once people have approved it.
    APPROVE,
    /// It runs at once where the policy approves it beforehand.
    AUTO;

    /// The more careful of two.
    Mode and(Mode other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
