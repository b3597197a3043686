package tocsin.responder.callback;

import tocsin.responder.incident.Act;

import java.time.Duration;
import java.util.Optional;

/// What a request of another system says.
sealed interface Reading {
    /// Somebody asks for something.
    ///
    /// @param id the same for each repetition of the request
    /// @param system and what it calls the person
    /// @param revision of the incident as they saw it; empty where the system does not tell
    /// @param lasts of SNOOZE: from now
    record Asked(
            String id,
            String system,
            String person,
            Act act,
            String incident,
            Optional<Integer> revision,
            String note,
            Optional<Duration> lasts)
            implements Reading {}

    /// Nothing that we act on.
    record Ignored() implements Reading {}

    /// It is not believed, or makes no sense.
    ///
    /// @param status 400, 401 or 403
    record Refused(int status, String reason) implements Reading {}
}
