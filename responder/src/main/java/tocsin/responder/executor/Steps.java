package tocsin.responder.executor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Outcome;
import tocsin.responder.remediation.Step;
import tocsin.runtime.Main;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
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
    ///
    /// @param status is told where somebody can be asked how it goes
    Outcome run(Desk.Begun begun, Consumer<String> status) {
        var key = Mapping.key(begun.id());
        return uninterrupted(() ->
                switch (begun.step()) {
                    case Step.Command(var argv) -> Programs.run(argv, begun.within(), key);
                    case Step.Webhook step -> webhooks.run(begun, step, status);
                    case Step.Kubernetes step -> kubernetes.run(step, begun.within(), key);
                });
    }

    /// Finds out what came of a step that was cut, and runs nothing; empty where nobody can be
    /// asked.
    ///
    /// @param status where an endpoint is asked; empty where that is not known
    Optional<Supplier<Outcome>> resumed(Desk.Begun begun, String status) {
        var key = Mapping.key(begun.id());
        return switch (begun.step()) {
            case Step.Command _ -> Optional.empty();
            case Step.Webhook step ->
                    webhooks.status(step, status)
                            .map(where -> () -> uninterrupted(() -> webhooks.resume(begun, where)));
            case Step.Kubernetes step ->
                    Optional.of(() ->
                            uninterrupted(() -> kubernetes.resume(step, begun.within(), key)));
        };
    }

    private interface Running {
        Outcome end() throws InterruptedException;
    }

    private static Outcome uninterrupted(Running running) {
        try {
            return running.end();
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
