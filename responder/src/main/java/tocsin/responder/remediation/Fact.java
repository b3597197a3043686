package tocsin.responder.remediation;

/// Something that happened to a remediation.
public sealed interface Fact {
    /// It stands elsewhere now, or has one approval more.
    ///
    /// @param run how it stands now
    /// @param actor who brought it about; empty for a rule
    /// @param action id of the operator's action that this answers; empty for none
    record Moved(Run run, String actor, String action, String reason) implements Fact {}

    /// A person asked for what cannot be.
    ///
    /// @param remediation as the action named it; there may be none
    record Refused(String remediation, String incident, String actor, String action, String reason)
            implements Fact {}
}
