package tocsin.responder.remediation;

/// How much an action may break.
public enum Risk {
    /// Configuration.
    LOW,
    /// Code that ran before.
    MEDIUM,
    /// Code that never ran.
    HIGH,
    /// A migration of data.
    HIGHEST
}
