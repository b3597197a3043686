package tocsin.responder.incident;

/// What a person can do about one incident.
public enum Act {
    /// Take it on: nobody else is paged.
    ACKNOWLEDGE,
    /// Say that it is over, whatever still fires.
    RESOLVE,
    /// Take it on until a time, and be paged again then.
    SNOOZE,
    /// Say something about it.
    NOTE,
    SET_SEVERITY,
    /// Ask the next step of the policy for help.
    ESCALATE,
    /// Begin an incident in which nothing is wrong.
    DRILL;

    /// Whether it is refused when the incident has changed since the person saw it.
    public boolean needsRevision() {
        return this == RESOLVE || this == SET_SEVERITY;
    }
}
