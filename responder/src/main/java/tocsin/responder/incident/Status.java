package tocsin.responder.incident;

/// Where an incident stands.
public enum Status {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED
}
