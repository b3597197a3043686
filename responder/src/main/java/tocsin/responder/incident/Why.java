package tocsin.responder.incident;

import java.time.Instant;
import java.util.List;

/// One decision about an incident: what led to it, what followed, who was told and why nobody else,
/// and what might have held pages back.
///
/// @param facts what followed, in order
/// @param policy name of the escalation policy that counted; empty where it did not matter
/// @param told who was to be told, one sentence each
/// @param notTold whom the policy names beside them, each with the reason
/// @param checks silences and dependencies that were looked at, also those that did not apply
public record Why(
        RecordedFact.Origin origin,
        Instant decidedAt,
        long definitions,
        List<Fact> facts,
        String policy,
        List<String> told,
        List<String> notTold,
        List<Check> checks) {

    /// Something that might have held pages back.
    ///
    /// @param applies whether it did
    public record Check(String subject, boolean applies, String reason) {}

    public Why {
        facts = List.copyOf(facts);
        told = List.copyOf(told);
        notTold = List.copyOf(notTold);
        checks = List.copyOf(checks);
    }
}
