package tocsin.responder.remediation;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is remembered of a service: its deployments of late, its open incidents, and what was
/// proposed for each. It follows from the inputs alone, whose logs are kept.
public record RemediationState(
        String service, List<Deployment> deployments, List<OpenIncident> incidents) {

    /// So long after a newer deployment, or an input, is a deployment remembered.
    static final Duration REMEMBERED = Duration.ofHours(24);

    private static final Comparator<Deployment> BY_TIME =
            Comparator.comparing(Deployment::to).thenComparing(Deployment::change);

    static final int DEPLOYMENTS_MAX = 20;
    static final int INCIDENTS_MAX = 20;

    /// An incident that is not resolved.
    ///
    /// @param openedAt when it was opened
    /// @param proposed the actions proposed for it
    public record OpenIncident(
            String id, Instant openedAt, Severity severity, List<String> proposed) {
        public OpenIncident {
            proposed = List.copyOf(proposed);
        }

        OpenIncident with(String action) {
            var next = new ArrayList<>(proposed);
            next.add(action);
            return new OpenIncident(id, openedAt, severity, next);
        }

        OpenIncident raised(Severity to) {
            return new OpenIncident(id, openedAt, to, proposed);
        }
    }

    public RemediationState {
        deployments = List.copyOf(deployments);
        incidents = List.copyOf(incidents);
    }

    public static RemediationState of(String service) {
        return new RemediationState(service, List.of(), List.of());
    }

    /// The state once it knows `input`.
    RemediationState knowing(Input input) {
        return switch (input) {
            case Input.Deployed(var deployment) -> with(deployment);
            case Input.Opened(var id, var at, var severity) -> opened(id, at, severity);
            case Input.Raised(var id, var severity) ->
                    with(
                            deployments,
                            incidents.stream()
                                    .map(open ->
                                            open.id().equals(id) ? open.raised(severity) : open)
                                    .toList());
            case Input.Resolved(var id) ->
                    with(
                            deployments,
                            incidents.stream().filter(open -> !open.id().equals(id)).toList());
        };
    }

    /// The state after `action` was proposed for an incident.
    RemediationState proposed(String incident, String action) {
        return with(
                deployments,
                incidents.stream()
                        .map(open -> open.id().equals(incident) ? open.with(action) : open)
                        .toList());
    }

    /// The last deployment that was recent at `moment`; nothing if it was rolled back.
    Optional<Deployment> lastDeployment(Instant moment, Duration within) {
        return deployments.stream()
                .filter(deployment -> deployment.recentAt(moment, within))
                .max(BY_TIME)
                .filter(deployment -> !deployment.back());
    }

    private RemediationState with(Deployment told) {
        var known =
                deployments.stream()
                        .filter(other -> other.change().equals(told.change()))
                        .findFirst();
        var next = new ArrayList<>(deployments);
        known.ifPresent(next::remove);
        next.add(known.map(other -> other.with(told)).orElse(told));
        next.sort(BY_TIME);
        var newest = next.getLast().to();
        next.removeIf(other -> other.to().isBefore(newest.minus(REMEMBERED)));
        return with(
                next.subList(Math.max(0, next.size() - DEPLOYMENTS_MAX), next.size()), incidents);
    }

    private RemediationState opened(String id, Instant at, Severity severity) {
        if (incidents.stream().anyMatch(open -> open.id().equals(id))) {
            return this;
        }
        var next = new ArrayList<>(incidents);
        next.add(new OpenIncident(id, at, severity, List.of()));
        return with(
                deployments, next.subList(Math.max(0, next.size() - INCIDENTS_MAX), next.size()));
    }

    private RemediationState with(List<Deployment> nextDeployments, List<OpenIncident> next) {
        return new RemediationState(service, nextDeployments, next);
    }
}
