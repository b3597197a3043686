package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.Map;

/// What the rules are told.
public sealed interface Input {
    /// A deployment of the service began, ended, or was rolled back.
    record Deployed(Deployment deployment) implements Input {}

    /// An incident was opened.
    ///
    /// @param pages whether it is of page-class causes
    record Opened(String id, Instant at, Severity severity, boolean pages) implements Input {
        Opened(String id, Instant at, Severity severity) {
            this(id, at, severity, true);
        }
    }

    /// The severity of an incident changed.
    record Rated(String id, Severity severity) implements Input {}

    /// A cause of an incident fires, or does so no more.
    ///
    /// @param labels of the cause
    record Fired(String id, String cause, boolean firing, Map<String, String> labels)
            implements Input {
        Fired(String id, String cause, boolean firing) {
            this(id, cause, firing, Map.of());
        }
    }

    /// An incident is over.
    record Resolved(String id) implements Input {}

    /// A person wants an action of the catalogue proposed.
    ///
    /// @param request id of the operator's action
    /// @param action its name in the catalogue
    /// @param parameters what they give for its parameters, by name; the others are as the
    ///   catalogue says
    /// @param note why
    record Asked(
            String request,
            String incident,
            String action,
            Map<String, String> parameters,
            String requester,
            String note)
            implements Input {
        public Asked {
            parameters = Map.copyOf(parameters);
        }
    }

    /// A person says yes.
    record Approved(Approval approval, String incident) implements Input {}

    /// A person says no.
    ///
    /// @param action id of the operator's action
    record Declined(String action, String remediation, String incident, String actor, String note)
            implements Input {}

    /// What the executor tells.
    ///
    /// @param undoing whether it is about taking the action back
    record Executed(String remediation, boolean undoing, Result result, String reason)
            implements Input {}

    /// How far the executor got.
    enum Result {
        REFUSED,
        STARTED,
        DONE,
        FAILED,
        OUTCOME_UNKNOWN
    }

    /// Time has passed.
    record Passed() implements Input {}
}
