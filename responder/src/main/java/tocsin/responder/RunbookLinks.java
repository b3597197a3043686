package tocsin.responder;

import tocsin.responder.incident.Cause;
import tocsin.responder.incident.Incident;
import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.OpenIncident;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where people read what to do about an incident. For one thread.
final class RunbookLinks {
    private final PerSet<Catalogue> catalogues;

    RunbookLinks(Definitions definitions) {
        catalogues = new PerSet<>(definitions, Catalogue::of);
    }

    /// The address of the runbook that speaks for what fires now.
    ///
    /// @param recorded timestamp of the record that is decided; chooses the definitions
    Optional<String> of(String service, Incident incident, Instant recorded) {
        return catalogues.at(recorded).address(service, open(incident));
    }

    private static OpenIncident open(Incident incident) {
        Map<String, Map<String, String>> firing =
                incident.firing().stream().collect(Collectors.toMap(Cause::id, Cause::labels));
        return new OpenIncident(
                incident.id(), incident.openedAt(), incident.severity(), true, List.of(), firing);
    }
}
