package tocsin.responder.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tocsin.responder.execution.Outcome;
import tocsin.responder.remediation.Step;
import tocsin.responder.remediation.Step.Kubernetes.Change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Against fabric8's server; the test is the controller that rolls out, one replica each pause.
@EnableKubernetesMockClient(crud = true)
class KubernetesTest {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private KubernetesMockServer server;
    private KubernetesClient client;
    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private boolean controller = true;
    private Kubernetes kubernetes;

    @BeforeEach
    void deploy() {
        server.reset();
        client.resource(deployment("shop/checkout:2.14.0", 3)).create();
        kubernetes = new Kubernetes(() -> client, () -> now, this::pass);
    }

    @Test
    void a_restart_is_tried_made_and_waited_for() throws Exception {
        var outcome = run(Change.RESTART, "");

        assertThat(outcome).isEqualTo(new Outcome(true, "", null, "3 of 3 updated, 3 ready"));
        assertThat(current().getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("kubectl.kubernetes.io/restartedAt", "2026-01-05T09:00:00Z")
                .containsEntry("tocsin.dev/remediation", "r1/run");
        assertThat(patches())
                .satisfiesExactly(
                        first -> assertThat(first).contains("dryRun=All"),
                        second -> assertThat(second).doesNotContain("dryRun"));
    }

    @Test
    void it_is_scaled() throws Exception {
        assertThat(run(Change.SCALE, "5").output()).isEqualTo("5 of 5 updated, 5 ready");
        assertThat(current().getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void an_undo_takes_the_newest_revision_before() throws Exception {
        replicaSet("checkout-1", 1, "shop/checkout:2.12.0");
        replicaSet("checkout-2", 2, "shop/checkout:2.13.2");
        replicaSet("checkout-3", 3, "shop/checkout:2.14.0");

        assertThat(run(Change.UNDO, "").well()).isTrue();
        var template = current().getSpec().getTemplate();
        assertThat(template.getSpec().getContainers().getFirst().getImage())
                .isEqualTo("shop/checkout:2.13.2");
        assertThat(template.getMetadata().getLabels()).doesNotContainKey("pod-template-hash");
    }

    @Test
    void what_cannot_be_done_is_told() throws Exception {
        assertThat(run(Change.UNDO, "").reason()).isEqualTo("there is no revision before this one");
        client.resource(current()).delete();
        assertThat(run(Change.UNDO, "").reason()).isEqualTo("there is no such deployment");
        assertThat(run(Change.RESTART, "").reason()).startsWith("Kubernetes says");
    }

    @Test
    void a_run_that_was_cut_after_its_change_is_watched_to_its_end_and_changes_nothing()
            throws Exception {
        replicaSet("checkout-2", 2, "shop/checkout:2.13.2");
        replicaSet("checkout-3", 3, "shop/checkout:2.14.0");
        for (var change : Change.values()) {
            controller = false;
            var step = step(change, change == Change.SCALE ? "5" : "");
            assertThat(kubernetes.run(step, Duration.ofSeconds(4), "r1/run").well()).isFalse();
            controller = true;

            assertThat(resume(change, "r1/run").well()).as("%s", change).isTrue();
        }
        assertThat(patches()).as("tried and made").hasSize(2 * Change.values().length);
    }

    @Test
    void a_run_that_was_cut_before_its_change_is_not_made_up_for() throws Exception {
        run(Change.RESTART, "");

        assertThat(resume(Change.RESTART, "r2/run"))
                .satisfies(outcome -> {
                    assertThat(outcome.well()).isFalse();
                    assertThat(outcome.reason()).startsWith("the workload does not carry its mark");
                });
        client.resource(current()).delete();
        assertThat(resume(Change.RESTART, "r1/run").reason()).isEqualTo("it is gone");
        assertThat(patches()).as("those of the first run").hasSize(2);
    }

    @Test
    void a_rollout_that_does_not_end_fails_in_time() throws Exception {
        controller = false;
        assertThat(run(Change.RESTART, "").reason())
                .isEqualTo("not rolled out within 300 s: 0 of 3 updated, 0 ready");
    }

    private Outcome run(Change change, String replicas) throws InterruptedException {
        return kubernetes.run(step(change, replicas), WITHIN, "r1/run");
    }

    private Outcome resume(Change change, String key) throws InterruptedException {
        return kubernetes.resume(step(change, ""), WITHIN, key);
    }

    private static Step.Kubernetes step(Change change, String replicas) {
        return new Step.Kubernetes(change, "shop", "Deployment", "checkout", replicas);
    }

    private List<String> patches() throws InterruptedException {
        var patches = new ArrayList<String>();
        for (int i = server.getRequestCount(); i > 0; i--) {
            var request = server.takeRequest();
            if (request.getMethod().equals("PATCH") && !request.getPath().endsWith("/status")) {
                patches.add(request.getPath());
            }
        }
        return patches;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        if (controller) {
            var wanted = current().getSpec().getReplicas();
            client.resource(current())
                    .editStatus(deployment ->
                            new DeploymentBuilder(deployment)
                                    .editOrNewStatus()
                                    .withObservedGeneration(
                                            deployment.getMetadata().getGeneration())
                                    .withReplicas(wanted)
                                    .withUpdatedReplicas(Math.min(wanted, 1 + updated(deployment)))
                                    .withReadyReplicas(Math.min(wanted, 1 + updated(deployment)))
                                    .endStatus()
                                    .build());
        }
    }

    private static int updated(Deployment deployment) {
        var status = deployment.getStatus();
        return status == null || status.getUpdatedReplicas() == null
                ? 0
                : status.getUpdatedReplicas();
    }

    private Deployment current() {
        return client.apps().deployments().inNamespace("shop").withName("checkout").get();
    }

    private static Deployment deployment(String image, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .withUid("d-1")
                .withAnnotations(Map.of("deployment.kubernetes.io/revision", "3"))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", "checkout"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private void replicaSet(String name, int revision, String image) {
        var template = deployment(image, 3).getSpec().getTemplate();
        template.getMetadata().setLabels(Map.of("app", "checkout", "pod-template-hash", name));
        client.resource(
                        new ReplicaSetBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace("shop")
                                .withAnnotations(
                                        Map.of(
                                                "deployment.kubernetes.io/revision",
                                                Integer.toString(revision)))
                                .withOwnerReferences(
                                        new OwnerReferenceBuilder()
                                                .withKind("Deployment")
                                                .withName("checkout")
                                                .withApiVersion("apps/v1")
                                                .withUid(current().getMetadata().getUid())
                                                .build())
                                .endMetadata()
                                .withNewSpec()
                                .withTemplate(template)
                                .endSpec()
                                .build())
                .create();
    }
}
