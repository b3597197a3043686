package tocsin.responder.api;

import tocsin.responder.remediation.Approval;

import java.util.Map;
import java.util.Optional;

/// Where the operators' API writes what people say to proposals.
public interface ApprovalLog {
    /// A no.
    ///
    /// @param id of the action
    record Refusal(
            String id,
            String remediation,
            String service,
            String incident,
            String actor,
            String note) {}

    /// Something that a person wants proposed.
    ///
    /// @param id of the action
    /// @param action its name in the catalogue
    /// @param note why
    record Request(
            String id,
            String service,
            String incident,
            String action,
            Map<String, String> parameters,
            String actor,
            String note) {
        public Request {
            parameters = Map.copyOf(parameters);
        }
    }

    /// Why nobody can approve anything here, if so.
    Optional<String> hindrance();

    /// Signs a yes, and returns once the log has it.
    ///
    /// @param approval without its signature
    /// @throws IllegalStateException when it could not be written
    void approve(Approval approval, String service, String incident);

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void decline(Refusal refusal);

    /// Returns once the log has it.
    ///
    /// @throws IllegalStateException when it could not be written
    void propose(Request request);
}
