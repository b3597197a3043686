package tocsin.responder.executor;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

import java.util.List;
import java.util.Map;

/// How far a workload has got on the way to what it should be.
///
/// @param wanted replicas
/// @param updated replicas that are of the newest revision
/// @param ready of those that serve
/// @param all replicas, older ones among them
/// @param seen whether the controller has seen the newest change; what it says is of an older one
///   until then
/// @param givenUp whether the controller has given up
record Rollout(long wanted, long updated, long ready, long all, boolean seen, boolean givenUp) {
    /// As the workload's status tells it.
    static Rollout of(String kind, GenericKubernetesResource workload) {
        boolean everywhere = kind.equals("DaemonSet");
        var desired = everywhere ? "desiredNumberScheduled" : "replicas";
        long wanted =
                everywhere
                        ? number(workload, 0, "status", desired)
                        : number(workload, 1, "spec", "replicas");
        long updated =
                number(
                        workload,
                        0,
                        "status",
                        everywhere ? "updatedNumberScheduled" : "updatedReplicas");
        return new Rollout(
                wanted,
                updated,
                number(workload, 0, "status", everywhere ? "numberAvailable" : "readyReplicas"),
                everywhere ? updated : number(workload, 0, "status", "replicas"),
                number(workload, 0, "status", "observedGeneration")
                        >= number(workload, 0, "metadata", "generation"),
                exceeded(workload));
    }

    /// Whether it is what it should be.
    boolean done() {
        return seen && updated == wanted && ready == wanted && all == wanted;
    }

    /// Whether it will not become so.
    boolean stuck() {
        return seen && givenUp;
    }

    String text() {
        return "%d of %d updated, %d ready".formatted(updated, wanted, ready);
    }

    private static long number(GenericKubernetesResource workload, long absent, String... path) {
        if (path[0].equals("metadata")) {
            var generation = workload.getMetadata().getGeneration();
            return generation == null ? absent : generation;
        }
        return workload.get((Object[]) path) instanceof Number number ? number.longValue() : absent;
    }

    private static boolean exceeded(GenericKubernetesResource workload) {
        return workload.get("status", "conditions") instanceof List<?> conditions
                && conditions.stream()
                        .anyMatch(condition ->
                                condition instanceof Map<?, ?> map
                                        && "ProgressDeadlineExceeded".equals(map.get("reason")));
    }
}
