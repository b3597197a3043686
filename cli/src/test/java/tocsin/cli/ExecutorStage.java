package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/// A real broker with what executors read, and all that they have told.
final class ExecutorStage implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);

    final List<RemediationResult> told = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final BrokerFixture broker;
    private final Platform platform;
    private final LogView view;

    ExecutorStage(Path folder) throws IOException {
        this.folder = folder;
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
                                        read -> told.add(read.value()))));
    }

    Executor executor(Reach reach) {
        return Executor.start(new ExecutorConfig(Pipeline.KEY.keys(), reach), platform, () -> {});
    }

    /// What the responder writes when a person has approved a rollback just now.
    ///
    /// @param version of the set of definitions
    RemediationCommand approved(List<Document> documents, int version) {
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

    void define(List<Document> documents, int version) {
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

    static Envelope envelope(String id) {
        return Envelope.newBuilder()
                .setId(id)
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    /// That an executor began a run, and was heard of no more.
    static RemediationResult cut(String remediation) {
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

    <T extends SpecificRecord> RecordMetadata write(Topic<T> topic, T value) {
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

    void await(String remediation, RemediationResultKind kind) {
        LocalTocsin.await(
                kind + " of " + remediation, LIMIT, () -> kinds(remediation).contains(kind));
    }

    List<RemediationResultKind> kinds(String remediation) {
        return told.stream()
                .filter(told -> told.getRemediation().equals(remediation))
                .map(RemediationResult::getKind)
                .toList();
    }

    /// What a killed executor had told.
    ///
    /// @param status where its request is asked about
    static RemediationResult asked(
            RemediationCommand approved, RecordMetadata order, String status) {
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
                .setLease(Lease.newBuilder(cut.getLease()).setStatus(status).build())
                .build();
    }

    @Override
    public void close() {
        view.close();
        platform.close();
        broker.close();
    }
}
