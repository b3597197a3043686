package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.notifier.delivery.Command;
import tocsin.responder.RemediationRecords;
import tocsin.responder.executor.Executor;
import tocsin.responder.executor.ExecutorConfig;
import tocsin.responder.executor.Reach;
import tocsin.responder.remediation.Approval;
import tocsin.runtime.LogView;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Cause;
import tocsin.schemas.Control;
import tocsin.schemas.ControlKind;
import tocsin.schemas.Definition;
import tocsin.schemas.DefinitionDocument;
import tocsin.schemas.DefinitionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.Lease;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationKind;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.RemediationResultKind;
import tocsin.schemas.RemediationStep;
import tocsin.schemas.Schemas;
import tocsin.schemas.SetComplete;
import tocsin.schemas.Topic;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// The executor on a real broker: what was approved is run once, whoever is killed meanwhile.
class ExecutorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private static Path folder;

    private static BrokerFixture broker;
    private static Platform platform;
    private static final List<RemediationResult> TOLD = new CopyOnWriteArrayList<>();
    private static LogView view;
    private static Path program;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerFixture.start(folder);
        platform = new Platform(broker.kafka());
        Schemas.registerAndLoad(platform.registry(), broker.kafka().prefix(), Topics.ALL);
        view =
                new LogView(
                        "told",
                        platform,
                        List.of(
                                new LogView.Source<>(
                                        Topics.REMEDIATION_RESULTS,
                                        read -> TOLD.add(read.value()))));
        program =
                Files.createFile(
                        folder.resolve("deploy"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\necho \"$@\" >> \"$0.runs\"\n");
    }

    @AfterAll
    static void stop() {
        view.close();
        platform.close();
        broker.close();
    }

    @Test
    void what_was_approved_is_run_once_what_was_cut_never_again_and_a_stop_holds_within_a_second()
            throws Exception {
        var documents = StoryDefinitions.rollback(folder, program.toString());
        var approved = approved(documents, 1);
        define(documents, 1);
        write(Topics.REMEDIATION_RESULTS, cut("cut-before"));
        write(Topics.REMEDIATIONS, approved);

        try (var executor = executor()) {
            await(approved.getRemediation(), RemediationResultKind.DONE);
            await("cut-before", RemediationResultKind.OUTCOME_UNKNOWN);
            assertThat(executor).isNotNull();
        }
        assertThat(runs()).containsExactly("checkout 2.13.2");

        // Once more, and after it one with an approval for something else.
        write(Topics.REMEDIATIONS, approved);
        write(Topics.REMEDIATIONS, forged(approved));
        try (var executor = executor()) {
            await("forged", RemediationResultKind.REFUSED);
            assertThat(stopped(approved)).isLessThan(Duration.ofSeconds(1));
            assertThat(executor).isNotNull();
        }
        assertThat(runs()).hasSize(1);
        assertThat(kinds(approved.getRemediation()))
                .containsExactly(RemediationResultKind.STARTED, RemediationResultKind.DONE);
        assertThat(kinds("cut-before"))
                .containsExactly(
                        RemediationResultKind.STARTED, RemediationResultKind.OUTCOME_UNKNOWN);
    }

    @Test
    void a_request_whose_executor_was_killed_is_asked_about_and_not_sent_again() throws Exception {
        var requests = new CopyOnWriteArrayList<String>();
        try (var endpoint = new Endpoint(requests)) {
            var documents = StoryDefinitions.request(folder, "deploy");
            var approved = approved(documents, 2);
            define(documents, 2);
            var order = write(Topics.REMEDIATIONS, approved);
            write(Topics.REMEDIATION_RESULTS, asked(approved, order, endpoint.url("/runs/7")));

            var reach =
                    new Reach(
                            Set.of(),
                            Set.of(),
                            Map.of("deploy", endpoint.url("/tocsin")),
                            Optional.of(new Reach.Key("not a real secret")),
                            List.of());
            try (var executor = executor(reach)) {
                await(approved.getRemediation(), RemediationResultKind.DONE);
                assertThat(executor).isNotNull();
            }
            assertThat(requests).containsExactly("GET /runs/7");
            assertThat(kinds(approved.getRemediation()))
                    .containsExactly(
                            RemediationResultKind.STARTED,
                            RemediationResultKind.HEARTBEAT,
                            RemediationResultKind.DONE);
            assertThat(TOLD.getLast().getEnded().getReconciled()).isTrue();
        }
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

    /// What a killed executor had told of a request.
    private static RemediationResult asked(
            RemediationCommand approved, RecordMetadata order, URI status) {
        var cut = cut(approved.getRemediation());
        return RemediationResult.newBuilder(cut)
                .setEnvelope(
                        Envelope.newBuilder(cut.getEnvelope())
                                .setCause(
                                        Cause.newBuilder()
                                                .setTopic(Topics.REMEDIATIONS.name(""))
                                                .setPartition(order.partition())
                                                .setOffset(order.offset())
                                                .build())
                                .build())
                .setHash(approved.getHash())
                .setLease(Lease.newBuilder(cut.getLease()).setStatus(status.toString()).build())
                .build();
    }

    private static Executor executor() {
        return executor(Reach.programs(Set.of(program.toString())));
    }

    private static Executor executor(Reach reach) {
        return Executor.start(new ExecutorConfig(Pipeline.KEY.keys(), reach), platform, () -> {});
    }

    /// What the responder writes when a person has approved a rollback just now.
    ///
    /// @param version of the set of definitions
    private static RemediationCommand approved(List<Document> documents, int version) {
        var start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(100);
        try (var pipeline = new Pipeline(folder, documents, start)) {
            for (int more = 1; more < version; more++) {
                pipeline.define(documents, pipeline.now());
            }
            pipeline.traffic(0, 20);
            pipeline.advance(Duration.ofSeconds(60));
            pipeline.put(Topics.CHANGES, Wire.deployed("2.14.0", pipeline.now()));
            pipeline.advance(Duration.ofSeconds(30));
            pipeline.traffic(20, 20);
            pipeline.advance(Duration.ofSeconds(10));
            pipeline.expectPage("on-call", "phone");
            pipeline.phones().expect(Command.Kind.APPROVAL_WANTED, "on-call", "phone");
            pipeline.acknowledge("on-call");
            var proposed = pipeline.values(Topics.REMEDIATIONS).getLast();
            var yes =
                    new Approval(
                            "yes",
                            proposed.getRemediation(),
                            RemediationRecords.proposal(proposed).hash(),
                            proposed.getRevision(),
                            "one",
                            pipeline.now(),
                            pipeline.now().plus(Duration.ofMinutes(15)),
                            "",
                            "");
            pipeline.put(Topics.ACTIONS, Wire.approval(Pipeline.KEY.sign(yes), proposed));
            var approved = pipeline.values(Topics.REMEDIATIONS).getLast();
            assertThat(approved.getKind()).isEqualTo(RemediationKind.APPROVED);
            return approved;
        }
    }

    private static RemediationCommand forged(RemediationCommand approved) {
        return RemediationCommand.newBuilder(approved).setRemediation("forged").build();
    }

    /// How long after the kill switch was on the log an order was refused because of it.
    private static Duration stopped(RemediationCommand approved) {
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        write(
                Topics.CONTROLS,
                Control.newBuilder()
                        .setEnvelope(envelope("remediation"))
                        .setKind(ControlKind.KILL_SWITCH)
                        .setFrom(at)
                        .setAuthor("on-call")
                        .setReason("no more")
                        .build());
        var onTheLog = Instant.now();
        var tries = new AtomicInteger();
        LocalTocsin.await(
                "an order is refused",
                LIMIT,
                () -> {
                    write(Topics.REMEDIATIONS, another(approved, tries.incrementAndGet()));
                    return refused().isPresent();
                });
        return Duration.between(onTheLog, refused().orElseThrow().getEnvelope().getAt());
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
        return TOLD.stream()
                .filter(told -> told.getReason().startsWith("remediation is stopped"))
                .findFirst();
    }

    private static RemediationResult cut(String remediation) {
        var at = Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.MILLIS);
        return RemediationResult.newBuilder(
                        Wire.result(
                                remediation,
                                RemediationStep.RUN,
                                RemediationResultKind.STARTED,
                                at))
                .setLease(Lease.newBuilder().setUntil(at.plusSeconds(30)).build())
                .build();
    }

    private static void define(List<Document> documents, int version) {
        for (var document : documents) {
            write(
                    Topics.DEFINITIONS,
                    Definition.newBuilder()
                            .setEnvelope(envelope(document.kind() + "/" + document.name()))
                            .setKind(DefinitionKind.DOCUMENT)
                            .setVersion(version)
                            .setDocument(
                                    new DefinitionDocument(
                                            document.kind(),
                                            document.name(),
                                            document.body().toString()))
                            .build());
        }
        write(
                Topics.DEFINITIONS,
                Definition.newBuilder()
                        .setEnvelope(envelope("complete"))
                        .setKind(DefinitionKind.SET_COMPLETE)
                        .setVersion(version)
                        .setSetComplete(
                                SetComplete.newBuilder()
                                        .setDigest("digest-" + version)
                                        .setDocuments(documents.size())
                                        .setEffectiveFrom(Instant.EPOCH)
                                        .build())
                        .build());
    }

    private static Envelope envelope(String id) {
        return Envelope.newBuilder()
                .setId(id)
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private static <T extends SpecificRecord> RecordMetadata write(Topic<T> topic, T value) {
        var kafka = broker.kafka();
        try (var producer =
                new KafkaProducer<>(
                        kafka.producer("test"),
                        new StringSerializer(),
                        platform.serdes().of(topic).serializer())) {
            return producer.send(
                            new ProducerRecord<>(topic.name(kafka.prefix()), Wire.SERVICE, value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String remediation, RemediationResultKind kind) {
        LocalTocsin.await(
                kind + " of " + remediation, LIMIT, () -> kinds(remediation).contains(kind));
    }

    private static List<RemediationResultKind> kinds(String remediation) {
        return TOLD.stream()
                .filter(told -> told.getRemediation().equals(remediation))
                .map(RemediationResult::getKind)
                .toList();
    }

    private static List<String> runs() throws Exception {
        return Files.readAllLines(Path.of(program + ".runs"));
    }
}
