package tocsin.responder.api;

import java.time.Instant;
import java.util.Optional;

/// The kill switch of remediation.
public interface StopLog {
    /// Who stopped it.
    record Stop(String actor, String reason, Instant since) {}

    /// The newest word; nothing while remediation may begin.
    Optional<Stop> current();

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void stop(String actor, String reason);

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void resume(String actor);
}
