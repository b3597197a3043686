package tocsin.responder.incident;

import tocsin.responder.policy.Judgement;

import java.util.List;
import java.util.Map;

/// Raises an incident by how many services that need its own fail with it, and lets it fall again
/// when they are fewer.
final class Dependants {
    private final Draft draft;
    private final Incident incident;

    Dependants(Draft draft, Incident incident) {
        this.draft = draft;
        this.incident = incident;
    }

    /// Somebody has looked around.
    void look(Seen seen) {
        var services = seen.neighbours().stream().map(Neighbour::service).distinct().toList();
        var calls = draft.rulebook().ofDependants(services);
        var known = incident.dependants();
        if (calls.map(Judgement::severity).equals(known.map(Cause::severity))) {
            return;
        }
        calls.map(judgement -> cause(judgement, services))
                .or(() -> known.map(cause -> cause.ended("fewer fail with it", "")))
                .ifPresent(cause -> {
                    draft.add(new Fact.CauseChanged(incident.id(), draft.at(), cause));
                    new Triage(draft, incident.id()).causesChanged(incident);
                });
    }

    private static Cause cause(Judgement judgement, List<String> services) {
        return new Cause(
                Cause.DEPENDANTS,
                true,
                judgement.severity(),
                judgement.reason(),
                services.size() + " services that need it fail too",
                Map.of(),
                null);
    }
}
