package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// One entry of the catalogue: what can be done, when it is worth a thought, and how it is undone.
/// Texts may hold names in braces, see [Placeholders].
///
/// @param title one line for people
/// @param when what speaks for it
/// @param severities of the incident
/// @param services for which it is there; empty for all
/// @param target what it is done to
/// @param destructive whether something is lost for ever
/// @param verification how it is known to have worked
/// @param undo how it is taken back, in words; empty when it cannot be
/// @param execution how it is run
public record Action(
        String name,
        String title,
        Trigger when,
        Set<Severity> severities,
        Set<String> services,
        String target,
        Map<String, String> parameters,
        Risk risk,
        boolean destructive,
        String costNow,
        String costAfter,
        String verification,
        String undo,
        Execution execution) {

    public Action {
        severities = Set.copyOf(severities);
        services = Set.copyOf(services);
        parameters = Map.copyOf(parameters);
    }

    /// How many people have to approve it.
    int approvers() {
        return destructive ? 2 : 1;
    }

    boolean isFor(String service, Severity severity) {
        return severities.contains(severity) && isFor(service);
    }

    boolean isFor(String service) {
        return services.isEmpty() || services.contains(service);
    }

    /// The same with these texts instead of its own parameters.
    Action with(Map<String, String> texts) {
        var next = new HashMap<>(parameters);
        next.putAll(texts);
        return new Action(
                name,
                title,
                when,
                severities,
                services,
                target,
                next,
                risk,
                destructive,
                costNow,
                costAfter,
                verification,
                undo,
                execution);
    }
}
