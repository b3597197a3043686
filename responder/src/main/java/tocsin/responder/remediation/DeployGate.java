package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Whether a service may be deployed now, and why not.
///
/// @param reasons what speaks against it; a fix may pass in spite of them
public record DeployGate(boolean allowed, List<Reason> reasons) {
    /// One thing that speaks against it.
    public record Reason(Kind kind, String text) {}

    /// What sort of reason.
    public enum Kind {
        /// An error budget of the service is spent.
        FREEZE,
        /// A SEV-1 or SEV-2 of the service is open.
        INCIDENT,
        /// A bad hour.
        RISK_WINDOW,
        /// A policy that cannot be read.
        POLICY
    }

    /// What the deployment is for.
    public enum Purpose {
        /// Something new: can wait.
        CHANGE,
        /// A fix of reliability or security, a rollback: what is wrong may need just that.
        FIX
    }

    /// An open incident of the service.
    public record Incident(String id, Severity severity, String title) {}

    public DeployGate {
        reasons = List.copyOf(reasons);
    }

    /// Decides for one service.
    ///
    /// @param frozen the SLOs of the service whose budget is spent
    /// @param incidents of the service that are open
    public static DeployGate decide(
            String service,
            Purpose purpose,
            List<String> frozen,
            List<Incident> incidents,
            DeployPolicies policies,
            Instant now) {
        var reasons = new ArrayList<Reason>();
        for (var slo : frozen) {
            reasons.add(new Reason(Kind.FREEZE, "the error budget of " + slo + " is spent"));
        }
        for (var incident : incidents) {
            if (incident.severity().pages()) {
                reasons.add(
                        new Reason(
                                Kind.INCIDENT,
                                "%s %s is open: %s"
                                        .formatted(
                                                incident.severity().text(),
                                                incident.id(),
                                                incident.title())));
            }
        }
        for (var problem : policies.problems()) {
            reasons.add(new Reason(Kind.POLICY, problem.toString()));
        }
        for (var policy : policies.policies()) {
            policy.objection(service, now)
                    .ifPresent(text -> reasons.add(new Reason(Kind.RISK_WINDOW, text)));
        }
        return new DeployGate(reasons.isEmpty() || purpose == Purpose.FIX, reasons);
    }
}
