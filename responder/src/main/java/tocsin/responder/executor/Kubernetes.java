package tocsin.responder.executor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

import tocsin.responder.execution.Outcome;
import tocsin.responder.remediation.Step;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Changes workloads on Kubernetes as kubectl does it: asks the server to try the change first
/// (`dryRun=All`), then makes it, then waits until it has been rolled out.
final class Kubernetes implements AutoCloseable {
    private static final String API = "apps/v1";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    /// The mark of the newest run that changed a workload: in the same patch as the change.
    private static final String RUN = "tocsin.dev/run";

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<KubernetesClient> connect;
    private final InstantSource clock;
    private final Pause pause;
    private Optional<KubernetesClient> client = Optional.empty();

    /// @param connect makes a client when the first is needed
    Kubernetes(Supplier<KubernetesClient> connect, InstantSource clock, Pause pause) {
        this.connect = connect;
        this.clock = clock;
        this.pause = pause;
    }

    /// Runs one to its end.
    ///
    /// @param key of the run; the pods of a restart carry it
    Outcome run(Step.Kubernetes step, Duration within, String key) throws InterruptedException {
        try {
            var workload = workload(step);
            var patch = patch(step, key);
            apply(workload.dryRun(true), patch);
            apply(workload, patch);
            return rolledOut(step, workload, within);
        } catch (KubernetesClientException e) {
            return failed("Kubernetes says " + e.getMessage());
        } catch (IllegalStateException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /// Finds out what came of one that was cut: whether the change was made, and then how its
    /// rollout ends. Nothing is changed.
    Outcome resume(Step.Kubernetes step, Duration within, String key) throws InterruptedException {
        try {
            var workload = workload(step);
            var now = workload.get();
            if (now == null) {
                return failed("it is gone");
            }
            var annotations = now.getMetadata().getAnnotations();
            return annotations != null && key.equals(annotations.get(RUN))
                    ? rolledOut(step, workload, within)
                    : failed(
                            "the workload does not carry its mark: the change was not made, or"
                                    + " another has followed");
        } catch (KubernetesClientException e) {
            return failed("Kubernetes says " + e.getMessage());
        }
    }

    private Resource<GenericKubernetesResource> workload(Step.Kubernetes step) {
        return client().genericKubernetesResources(API, step.kind())
                .inNamespace(step.namespace())
                .withName(step.name());
    }

    private synchronized KubernetesClient client() {
        if (client.isEmpty()) {
            client = Optional.of(connect.get());
        }
        return client.orElseThrow();
    }

    private record Patch(PatchType type, String json) {
        static Patch merge(Object value) {
            return new Patch(PatchType.JSON_MERGE, JSON.writeValueAsString(value));
        }
    }

    private static void apply(
            EditReplacePatchable<GenericKubernetesResource> workload, Patch patch) {
        var _ = workload.patch(PatchContext.of(patch.type), patch.json);
    }

    private Patch patch(Step.Kubernetes step, String key) {
        return switch (step.change()) {
            case RESTART -> restart(key);
            case SCALE -> marked(key, Map.of("replicas", count(step.replicas())));
            case UNDO -> undo(step, key);
        };
    }

    private static Patch marked(String key, Object spec) {
        return Patch.merge(
                Map.of("metadata", Map.of("annotations", Map.of(RUN, key)), "spec", spec));
    }

    private static int count(String replicas) {
        return Integer.parseInt(replicas);
    }

    /// The annotation that `kubectl rollout restart` sets, and ours.
    private Patch restart(String key) {
        var annotations =
                Map.of(
                        "kubectl.kubernetes.io/restartedAt",
                        clock.instant().toString(),
                        "tocsin.dev/remediation",
                        key);
        return marked(
                key, Map.of("template", Map.of("metadata", Map.of("annotations", annotations))));
    }

    /// The pods' template of the revision before, as `kubectl rollout undo` puts it back.
    private Patch undo(Step.Kubernetes step, String key) {
        var deployment =
                client().apps()
                        .deployments()
                        .inNamespace(step.namespace())
                        .withName(step.name())
                        .get();
        if (deployment == null) {
            throw new IllegalStateException("there is no such deployment");
        }
        var before =
                client()
                        .apps()
                        .replicaSets()
                        .inNamespace(step.namespace())
                        .list()
                        .getItems()
                        .stream()
                        .filter(set -> owns(deployment, set))
                        .filter(set -> revision(set) < revision(deployment))
                        .max(Comparator.comparingLong(Kubernetes::revision))
                        .orElseThrow(() ->
                                new IllegalStateException("there is no revision before this one"));
        var template = before.getSpec().getTemplate();
        Optional.ofNullable(template.getMetadata().getLabels())
                .ifPresent(labels -> labels.remove("pod-template-hash"));
        var annotations = new TreeMap<String, String>();
        Optional.ofNullable(deployment.getMetadata().getAnnotations())
                .ifPresent(annotations::putAll);
        annotations.put(RUN, key);
        return new Patch(
                PatchType.JSON,
                """
                [{"op":"add","path":"/metadata/annotations","value":%s},
                 {"op":"replace","path":"/spec/template","value":%s}]
                """
                        .formatted(
                                JSON.writeValueAsString(annotations),
                                client().getKubernetesSerialization().asJson(template)));
    }

    private static boolean owns(Deployment deployment, ReplicaSet set) {
        return set.getMetadata().getOwnerReferences().stream()
                .anyMatch(
                        owner -> Objects.equals(owner.getUid(), deployment.getMetadata().getUid()));
    }

    private static long revision(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        var revision = annotations == null ? null : annotations.get(REVISION);
        return revision == null ? 0 : Long.parseLong(revision);
    }

    private Outcome rolledOut(
            Step.Kubernetes step, Resource<GenericKubernetesResource> workload, Duration within)
            throws InterruptedException {
        var end = clock.instant().plus(within);
        while (true) {
            var now = workload.get();
            if (now == null) {
                return failed("it is gone");
            }
            var rollout = Rollout.of(step.kind(), now);
            if (rollout.done()) {
                return new Outcome(true, "", null, rollout.text());
            }
            if (rollout.stuck()) {
                return failed("it makes no progress: " + rollout.text());
            }
            if (!clock.instant().isBefore(end)) {
                return failed(
                        "not rolled out within %d s: %s"
                                .formatted(within.toSeconds(), rollout.text()));
            }
            pause.pause(POLL);
        }
    }

    private static Outcome failed(String reason) {
        return new Outcome(false, reason, null, "");
    }

    @Override
    public synchronized void close() {
        client.ifPresent(KubernetesClient::close);
    }
}
