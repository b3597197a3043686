package tocsin.responder.remediation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What is remembered of a service: its deployments of late, its open incidents, what was proposed
/// for each, and what became of that.
///
/// @param runs every one that has not ended, and the newest of the others
/// @param begun when something was begun, within the last hour
public record RemediationState(
        String service,
        List<Deployment> deployments,
        List<OpenIncident> incidents,
        List<Run> runs,
        List<Instant> begun) {

    /// So long after a newer deployment, or an input, is a deployment remembered.
    static final Duration REMEMBERED = Duration.ofHours(24);

    static final Duration HOUR = Duration.ofHours(1);

    private static final Comparator<Deployment> BY_TIME =
            Comparator.comparing(Deployment::to).thenComparing(Deployment::change);

    static final int DEPLOYMENTS_MAX = 20;
    static final int INCIDENTS_MAX = 20;
    static final int ENDED_RUNS_KEPT = 20;

    public RemediationState {
        deployments = List.copyOf(deployments);
        incidents = List.copyOf(incidents);
        runs = List.copyOf(runs);
        begun = List.copyOf(begun);
    }

    public static RemediationState of(String service) {
        return new RemediationState(service, List.of(), List.of(), List.of(), List.of());
    }

    /// When the next of its runs goes on by itself.
    public Optional<Instant> nextDue() {
        return runs.stream().map(Run::due).filter(Objects::nonNull).min(Comparator.naturalOrder());
    }

    Optional<Run> run(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    Optional<OpenIncident> incident(String id) {
        return incidents.stream().filter(open -> open.id().equals(id)).findFirst();
    }

    /// The state once it knows `input`.
    RemediationState knowing(Input input) {
        return switch (input) {
            case Input.Deployed(var deployment) -> with(deployment);
            case Input.Opened opened -> opened(opened);
            case Input.Rated(var id, var severity) -> changed(id, open -> open.rated(severity));
            case Input.Fired(var id, var cause, var firing, var labels) ->
                    changed(id, open -> open.fired(cause, firing, labels));
            case Input.Resolved(var id) ->
                    with(incidents.stream().filter(open -> !open.id().equals(id)).toList());
            case Input.Asked _,
                    Input.Approved _,
                    Input.Declined _,
                    Input.Executed _,
                    Input.Passed _ ->
                    this;
        };
    }

    /// The state after `fact`, which came about at `now`.
    RemediationState apply(Fact fact, Instant now) {
        if (!(fact instanceof Fact.Moved(var run, _, _, _))) {
            return this;
        }
        var next = new ArrayList<>(runs);
        int known = next.indexOf(run(run.id()).orElse(run));
        if (run.state() == State.OBSERVED) {
            return proposed(run);
        }
        if (known < 0) {
            next.add(run);
        } else {
            next.set(known, run);
        }
        var starts = new ArrayList<>(begun);
        if (run.state() == State.APPROVED) {
            starts.removeIf(at -> !at.isAfter(now.minus(HOUR)));
            starts.add(now);
        }
        var state = new RemediationState(service, deployments, incidents, shortened(next), starts);
        return run.state() == State.PROPOSED ? state.proposed(run) : state;
    }

    /// The last deployment that was recent at `moment`; nothing if it was rolled back.
    Optional<Deployment> lastDeployment(Instant moment, Duration within) {
        return deployments.stream()
                .filter(deployment -> deployment.recentAt(moment, within))
                .max(BY_TIME)
                .filter(deployment -> !deployment.back());
    }

    private static List<Run> shortened(List<Run> all) {
        var kept = new ArrayList<>(all);
        long ended = all.stream().filter(run -> run.state().last()).count();
        var each = kept.iterator();
        while (ended > ENDED_RUNS_KEPT && each.hasNext()) {
            if (each.next().state().last()) {
                each.remove();
                ended--;
            }
        }
        return kept;
    }

    private RemediationState proposed(Run run) {
        return changed(run.proposal().incident(), open -> open.proposed(run.proposal().action()));
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
        return new RemediationState(
                service,
                next.subList(Math.max(0, next.size() - DEPLOYMENTS_MAX), next.size()),
                incidents,
                runs,
                begun);
    }

    private RemediationState opened(Input.Opened opened) {
        if (incident(opened.id()).isPresent()) {
            return this;
        }
        var next = new ArrayList<>(incidents);
        next.add(OpenIncident.of(opened));
        return with(next.subList(Math.max(0, next.size() - INCIDENTS_MAX), next.size()));
    }

    private RemediationState changed(String id, UnaryOperator<OpenIncident> change) {
        return with(
                incidents.stream()
                        .map(open -> open.id().equals(id) ? change.apply(open) : open)
                        .toList());
    }

    private RemediationState with(List<OpenIncident> next) {
        return new RemediationState(service, deployments, next, runs, begun);
    }
}
