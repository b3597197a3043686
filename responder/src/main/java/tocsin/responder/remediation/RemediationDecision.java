package tocsin.responder.remediation;

import tocsin.responder.remediation.RemediationState.OpenIncident;
import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one input leads to.
///
/// @param state what is remembered after it
/// @param observed what would be proposed now, were it not for the mode
public record RemediationDecision(RemediationState state, List<Proposal> observed) {
    /// So long may a person think about a proposal.
    static final Duration APPROVAL_WITHIN = Duration.ofMinutes(15);

    /// Decides one input. For each open incident every action is proposed once, as soon as both the
    /// incident and the deployment are known, whichever is told first.
    ///
    /// @param now the time of the decision
    public static RemediationDecision decide(
            RemediationState before, Input input, Instant now, Catalogue catalogue) {
        var state = before.knowing(input);
        var observed = new ArrayList<Proposal>();
        for (var incident : state.incidents()) {
            for (var action : catalogue.actions()) {
                if (!action.isFor(state.service(), incident.severity())
                        || incident.proposed().contains(action.name())) {
                    continue;
                }
                var deployment =
                        state.lastDeployment(incident.openedAt(), action.deploymentWithin());
                if (deployment.isPresent()) {
                    observed.add(
                            proposal(
                                    state.service(),
                                    incident,
                                    action,
                                    deployment.get(),
                                    now,
                                    catalogue.version()));
                }
            }
        }
        for (var proposal : observed) {
            state = state.proposed(proposal.incident(), proposal.action().name());
        }
        return new RemediationDecision(state, List.copyOf(observed));
    }

    private static Proposal proposal(
            String service,
            OpenIncident incident,
            Action action,
            Deployment deployment,
            Instant now,
            long definitions) {
        var values =
                Map.of(
                        "service", service,
                        "incident", incident.id(),
                        "change", deployment.change(),
                        "version", orUnknown(deployment.version()),
                        "previousVersion", orUnknown(deployment.previousVersion()));
        var target = Placeholders.filled(action.target(), values);
        var parameters = new TreeMap<String, String>();
        action.parameters()
                .forEach((name, text) -> parameters.put(name, Placeholders.filled(text, values)));
        return new Proposal(
                Ids.hex(incident.id(), action.name(), target, "0"),
                incident.id(),
                action,
                definitions,
                target,
                parameters,
                Placeholders.filled(action.undo(), values),
                evidence(incident, deployment),
                List.of(service),
                now.plus(APPROVAL_WITHIN));
    }

    private static String evidence(OpenIncident incident, Deployment deployment) {
        return "it began %s %s was deployed%s (%s)"
                .formatted(
                        when(Duration.between(deployment.to(), incident.openedAt())),
                        orUnknown(deployment.version()),
                        deployment.actor().isEmpty() ? "" : " by " + deployment.actor(),
                        deployment.change());
    }

    private static String orUnknown(String version) {
        return version.isEmpty() ? "an unknown version" : version;
    }

    private static String when(Duration since) {
        if (since.isNegative()) {
            return "while";
        }
        return (since.toMinutes() == 0 ? since.toSeconds() + " s" : since.toMinutes() + " min")
                + " after";
    }
}
