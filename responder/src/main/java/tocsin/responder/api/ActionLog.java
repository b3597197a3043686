package tocsin.responder.api;

/// Where the operators' API writes what people ask for.
@FunctionalInterface
public interface ActionLog {
    /// An acknowledgement of one incident.
    ///
    /// @param id of the action; the fact that answers it carries it
    record Acknowledgement(String id, String service, String incident, String actor, String note) {}

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void append(Acknowledgement action);
}
