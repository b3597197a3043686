package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Binds causes that fire to actions of the catalogue, so that they are ready-made proposals on the
/// incident.
///
/// @param url where people read it; empty when it is nowhere
/// @param services for which it is there; empty for all
/// @param tiers for which it is there; empty for all
/// @param labels a cause of the incident fires that has all of these
/// @param severities of the incident; empty for all
public record Runbook(
        String name,
        String url,
        Set<String> services,
        Set<Integer> tiers,
        Map<String, String> labels,
        Set<Severity> severities,
        List<Binding> actions) {

    /// An action with what counts instead of the catalogue's parameters.
    ///
    /// @param parameters texts by name, which may hold names in braces, see [Placeholders]
    public record Binding(String action, Map<String, String> parameters) {
        public Binding {
            parameters = Map.copyOf(parameters);
        }
    }

    public Runbook {
        services = Set.copyOf(services);
        tiers = Set.copyOf(tiers);
        labels = Map.copyOf(labels);
        severities = Set.copyOf(severities);
        actions = List.copyOf(actions);
    }

    /// Why it speaks for its actions, in one sentence; empty when it does not.
    Optional<String> speaks(String service, int tier, OpenIncident incident) {
        boolean fits =
                (services.isEmpty() || services.contains(service))
                        && (tiers.isEmpty() || tiers.contains(tier))
                        && (severities.isEmpty() || severities.contains(incident.severity()));
        return incident.causeWith(labels)
                .filter(_ -> fits)
                .map(cause ->
                        "runbook %s%s: %s fires with %s"
                                .formatted(
                                        name,
                                        url.isEmpty() ? "" : " (" + url + ")",
                                        cause,
                                        new TreeMap<>(labels)));
    }
}
