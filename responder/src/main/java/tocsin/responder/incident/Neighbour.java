package tocsin.responder.incident;

import tocsin.responder.policy.Severity;

import java.time.Instant;

/// An incident of another service that people are or will be paged for, as it was seen.
///
/// @param waiting its page waits for news of what that service depends on
public record Neighbour(
        String service, String incident, Severity severity, Instant openedAt, boolean waiting) {}
