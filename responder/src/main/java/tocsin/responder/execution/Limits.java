package tocsin.responder.execution;

import tocsin.responder.remediation.Step;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the executor's own settings allow. Nobody changes them over a topic.
///
/// @param programs whole paths of the programs that may be run
/// @param preApproved `ACTION/SERVICE` of what a policy may approve beforehand
/// @param endpoints names of those that requests may be sent to
/// @param workloads on Kubernetes that may be changed
public record Limits(
        Set<String> programs,
        Set<String> preApproved,
        Set<String> endpoints,
        List<Workloads> workloads) {
    /// Nothing may be run.
    public static final Limits NONE = new Limits(Set.of(), Set.of());

    public Limits {
        programs = Set.copyOf(programs);
        preApproved = Set.copyOf(preApproved);
        endpoints = Set.copyOf(endpoints);
        workloads = List.copyOf(workloads);
    }

    /// Programs only.
    public Limits(Set<String> programs, Set<String> preApproved) {
        this(programs, preApproved, Set.of(), List.of());
    }

    /// What speaks against running a step, with the setting that does.
    Optional<String> objection(Step step) {
        return switch (step) {
            case Step.Command(var argv) ->
                    programs.contains(argv.getFirst())
                            ? Optional.empty()
                            : Optional.of("this executor may not run it; see TOCSIN_PROGRAMS");
            case Step.Webhook(var endpoint, _) ->
                    endpoints.contains(endpoint)
                            ? Optional.empty()
                            : Optional.of(
                                    "this executor knows no such endpoint; see TOCSIN_WEBHOOKS and"
                                            + " TOCSIN_WEBHOOKS_SECRET");
            case Step.Kubernetes change ->
                    Workloads.objection(workloads, change)
                            .map(reason -> reason + "; see TOCSIN_KUBERNETES_WORKLOADS");
        };
    }
}
