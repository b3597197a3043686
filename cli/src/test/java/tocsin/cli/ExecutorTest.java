package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static tocsin.cli.ExecutorStage.LIMIT;

import com.sun.net.httpserver.HttpServer;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.responder.RemediationRecords;
import tocsin.responder.execution.Workloads;
import tocsin.responder.executor.Executor;
import tocsin.responder.executor.Reach;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.Topics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The executor on a real broker: what was approved is run once, whoever is killed meanwhile.
@EnableKubernetesMockClient(crud = true, https = false)
class ExecutorTest {
    @TempDir private static Path folder;

    private static ExecutorStage stage;
    private static Path program;

    private KubernetesMockServer server;
    private KubernetesClient cluster;
    private int looked;

    @BeforeAll
    static void start() throws Exception {
        stage = new ExecutorStage(folder);
        program =
                Files.createFile(
                        folder.resolve("deploy"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >> \"$0.runs\"\n");
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void what_was_approved_is_run_once_what_was_cut_never_again_and_a_stop_holds_within_a_second()
            throws Exception {
        var documents = StoryDefinitions.rollback(folder, program.toString());
        var approved = stage.approved(documents, 1);
        stage.define(documents, 1);
        stage.write(Topics.REMEDIATION_RESULTS, ExecutorStage.cut("cut-before"));
        stage.write(Topics.REMEDIATIONS, approved);

        try (var executor = executor()) {
            stage.await(approved.getRemediation(), RemediationResultKind.DONE);
            stage.await("cut-before", RemediationResultKind.OUTCOME_UNKNOWN);
            assertThat(executor).isNotNull();
        }
        assertThat(runs()).containsExactly("checkout 2.13.2");

        // Once more, and after it one with an approval for something else.
        stage.write(Topics.REMEDIATIONS, approved);
        stage.write(Topics.REMEDIATIONS, forged(approved));
        try (var executor = executor()) {
            stage.await("forged", RemediationResultKind.REFUSED);
            assertThat(stopped(approved)).isLessThan(Duration.ofSeconds(1));
            assertThat(executor).isNotNull();
        }
        assertThat(runs()).hasSize(1);
        assertThat(stage.kinds(approved.getRemediation()))
                .containsExactly(RemediationResultKind.STARTED, RemediationResultKind.DONE);
        assertThat(stage.kinds("cut-before"))
                .containsExactly(
                        RemediationResultKind.STARTED, RemediationResultKind.OUTCOME_UNKNOWN);
    }

    @Test
    void a_request_whose_executor_was_killed_is_asked_about_and_not_sent_again() throws Exception {
        var requests = new CopyOnWriteArrayList<String>();
        try (var endpoint = new Endpoint(requests)) {
            var documents = StoryDefinitions.request(folder, "deploy");
            var approved = stage.approved(documents, 2);
            stage.define(documents, 2);
            var order = stage.write(Topics.REMEDIATIONS, approved);
            stage.write(
                    Topics.REMEDIATION_RESULTS,
                    ExecutorStage.asked(approved, order, endpoint.url("/runs/7").toString()));

            var reach =
                    new Reach(
                            Set.of(),
                            Set.of(),
                            Map.of("deploy", endpoint.url("/tocsin")),
                            Optional.of(new Reach.Key("not a real secret")),
                            List.of());
            try (var executor = stage.executor(reach)) {
                stage.await(approved.getRemediation(), RemediationResultKind.DONE);
                assertThat(executor).isNotNull();
            }
            assertThat(requests).containsExactly("GET /runs/7");
            assertThat(stage.kinds(approved.getRemediation()))
                    .containsExactly(
                            RemediationResultKind.STARTED,
                            RemediationResultKind.HEARTBEAT,
                            RemediationResultKind.DONE);
            assertThat(stage.told.getLast().getEnded().getReconciled()).isTrue();
        }
    }

    @Test
    void a_workload_on_kubernetes_is_changed_once_also_when_its_executor_was_killed()
            throws Exception {
        System.setProperty("kubernetes.master", cluster.getMasterUrl().toString());
        System.setProperty("kubernetes.auth.tryKubeConfig", "false");
        var reach =
                new Reach(
                        Set.of(),
                        Set.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of(Workloads.parse("shop/Deployment/checkout")));
        cluster.resource(deployment("")).create();
        var documents = StoryDefinitions.restart(folder);
        var approved = stage.approved(documents, 3);
        stage.define(documents, 3);
        stage.write(Topics.REMEDIATIONS, approved);
        try (var executor = stage.executor(reach)) {
            rollOut(approved.getRemediation());
            assertThat(executor).isNotNull();
        }
        assertThat(patches()).as("tried and made").hasSize(2);

        // Another run, which an executor has made before it was killed.
        var killed = stage.approved(documents, 4);
        cluster.resource(deployment(killed.getRemediation() + "/run")).update();
        stage.define(documents, 4);
        var order = stage.write(Topics.REMEDIATIONS, killed);
        stage.write(Topics.REMEDIATION_RESULTS, ExecutorStage.asked(killed, order, ""));
        try (var executor = stage.executor(reach)) {
            rollOut(killed.getRemediation());
            assertThat(executor).isNotNull();
        }
        assertThat(patches()).isEmpty();
        assertThat(stage.told.getLast().getEnded().getReconciled()).isTrue();
    }

    /// Does what the cluster's controller does, until the run is told of as done.
    private void rollOut(String remediation) {
        LocalTocsin.await(
                "DONE of " + remediation,
                LIMIT,
                () -> {
                    controlled();
                    return stage.kinds(remediation).contains(RemediationResultKind.DONE);
                });
    }

    private void controlled() {
        var workload = cluster.apps().deployments().inNamespace("shop").withName("checkout");
        try {
            workload.editStatus(ExecutorTest::rolledOut);
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).as("changed meanwhile").isEqualTo(409);
        }
    }

    private static Deployment rolledOut(Deployment deployment) {
        return new DeploymentBuilder(deployment)
                .editOrNewStatus()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(2)
                .withUpdatedReplicas(2)
                .withReadyReplicas(2)
                .endStatus()
                .build();
    }

    /// @param run the mark of the run that changed it last
    private static Deployment deployment(String run) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .withAnnotations(Map.of("tocsin.dev/run", run))
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Map.of("app", "checkout"))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    /// What executors have asked the cluster to change since the last look.
    private List<String> patches() throws InterruptedException {
        var patches = new ArrayList<String>();
        for (int left = server.getRequestCount() - looked; left > 0; left--) {
            var request = server.takeRequest();
            if (request.getMethod().equals("PATCH") && !request.getPath().endsWith("/status")) {
                patches.add(request.getPath());
            }
        }
        looked = server.getRequestCount();
        return patches;
    }

    /// Takes requests, and says that what it was told is done.
    private record Endpoint(HttpServer server) implements AutoCloseable {
        Endpoint(List<String> requests) throws IOException {
            this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            server.createContext(
                    "/",
                    exchange -> {
                        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            server.start();
        }

        URI url(String path) {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static Executor executor() {
        return stage.executor(Reach.programs(Set.of(program.toString())));
    }

    private static RemediationCommand forged(RemediationCommand approved) {
        return RemediationCommand.newBuilder(approved).setRemediation("forged").build();
    }

    /// How long after the kill switch was on the log an order was refused because of it.
    private static Duration stopped(RemediationCommand approved) {
        turn(ControlKind.KILL_SWITCH);
        var onTheLog = Instant.now();
        var tries = new AtomicInteger();
        LocalTocsin.await(
                "an order is refused",
                LIMIT,
                () -> {
                    stage.write(Topics.REMEDIATIONS, another(approved, tries.incrementAndGet()));
                    return refused().isPresent();
                });
        turn(ControlKind.REMOVED);
        return Duration.between(onTheLog, refused().orElseThrow().getEnvelope().getAt());
    }

    private static void turn(ControlKind kind) {
        stage.write(
                Topics.CONTROLS,
                Control.newBuilder()
                        .setEnvelope(ExecutorStage.envelope("remediation"))
                        .setKind(kind)
                        .setFrom(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .setAuthor("on-call")
                        .setReason("no more")
                        .build());
    }

    /// Nobody approved it, and all else about it is right.
    private static RemediationCommand another(RemediationCommand approved, int number) {
        var order =
                RemediationCommand.newBuilder(approved).setRemediation("other-" + number).build();
        return RemediationCommand.newBuilder(order)
                .setHash(RemediationRecords.proposal(order).hash())
                .build();
    }

    private static Optional<RemediationResult> refused() {
        return stage.told.stream()
                .filter(told -> told.getReason().startsWith("remediation is stopped"))
                .findFirst();
    }

    private static List<String> runs() throws Exception {
        return Files.readAllLines(Path.of(program + ".runs"));
    }
}
