package tocsin.responder.executor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Outcome;
import tocsin.responder.remediation.Step;
import tocsin.runtime.Main;

import java.time.InstantSource;
import java.util.function.Supplier;

/// Does what a step says, on whatever it is for.
final class Steps implements AutoCloseable {
    private final Webhooks webhooks;
    private final Kubernetes kubernetes;

    private Steps(Webhooks webhooks, Kubernetes kubernetes) {
        this.webhooks = webhooks;
        this.kubernetes = kubernetes;
    }

    /// Whatever an executor reaches.
    static Steps of(Reach reach) {
        Supplier<KubernetesClient> connect = () -> new KubernetesClientBuilder().build();
        var clock = InstantSource.system();
        return new Steps(
                new Webhooks(reach, clock, Pause.REAL, Webhooks.Timing.USUAL),
                new Kubernetes(connect, clock, Pause.REAL));
    }

    /// Runs a step to its end.
    Outcome run(Desk.Begun begun) {
        try {
            return switch (begun.step()) {
                case Step.Command(var argv) ->
                        Programs.run(argv, begun.within(), Mapping.key(begun.id()));
                case Step.Webhook step -> webhooks.run(begun, step);
                case Step.Kubernetes step ->
                        kubernetes.run(step, begun.within(), Mapping.key(begun.id()));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "interrupted", null, "");
        }
    }

    @Override
    public void close() {
        Main.close(webhooks, kubernetes);
    }
}
