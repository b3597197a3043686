package tocsin.responder;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Incident;
import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.OpenIncident;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What definitions tell people about an incident: what it means to users, what to do, where to
/// look. For one thread.
final class Guidance {
    private final PerSet<Catalogue> catalogues;

    Guidance(Definitions definitions) {
        catalogues = new PerSet<>(definitions, Catalogue::of);
    }

    /// @param impact what users notice, in their words; empty: nobody says so
    /// @param links by name: `runbook`, the one that speaks for what fires now, and `dashboard`
    record Advice(String impact, Map<String, String> links) {}

    /// @param recorded timestamp of the record that is decided; chooses the definitions
    Advice of(String service, Incident incident, Instant recorded) {
        var catalogue = catalogues.at(recorded);
        var rules = catalogue.services().rules(service);
        var links = new HashMap<String, String>();
        catalogue
                .address(service, open(incident))
                .ifPresent(address -> links.put("runbook", address));
        if (!rules.dashboard().isEmpty()) {
            links.put("dashboard", rules.dashboard());
        }
        return new Advice(rules.impact(), links);
    }

    private static OpenIncident open(Incident incident) {
        Map<String, Map<String, String>> firing =
                incident.firing().stream().collect(Collectors.toMap(Cause::id, Cause::labels));
        return new OpenIncident(
                incident.id(), incident.openedAt(), incident.severity(), true, List.of(), firing);
    }
}
