package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Instant;

/// What the rules are told.
public sealed interface Input {
    /// A deployment of the service began, ended, or was rolled back.
    record Deployed(Deployment deployment) implements Input {}

    /// An incident of page-class causes was opened.
    record Opened(String id, Instant at, Severity severity) implements Input {}

    /// An incident became more severe.
    record Raised(String id, Severity severity) implements Input {}

    /// An incident is over.
    record Resolved(String id) implements Input {}
}
