package tocsin.responder.api;

import org.jspecify.annotations.Nullable;

import tocsin.responder.incident.Act;

import java.time.Instant;

/// Where the operators' API writes what people ask for.
@FunctionalInterface
public interface ActionLog {
    /// Something a person asks for on one incident.
    ///
    /// @param id of the action; the fact that answers it carries it
    /// @param until of SNOOZE
    /// @param severity of SET_SEVERITY; else empty
    /// @param revision of the incident as the person saw it; 0 where it does not matter
    record Action(
            String id,
            Act act,
            String service,
            String incident,
            String actor,
            String note,
            @Nullable Instant until,
            String severity,
            int revision) {}

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void append(Action action);
}
