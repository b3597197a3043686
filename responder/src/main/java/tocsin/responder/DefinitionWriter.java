package tocsin.responder;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

import tocsin.responder.api.DefinitionLog;
import tocsin.responder.api.Digest;
import tocsin.runtime.DefinitionsView;
import tocsin.runtime.Platform;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Definition;
import tocsin.schemas.DefinitionDocument;
import tocsin.schemas.DefinitionKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.SetComplete;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;

/// Writes one set of definitions in one transaction, and waits until it can be read.
final class DefinitionWriter implements DefinitionLog {
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Platform platform;
    private final DefinitionsView view;
    private final String topic;

    DefinitionWriter(Platform platform, DefinitionsView view) {
        this.platform = platform;
        this.view = view;
        this.topic = Topics.DEFINITIONS.name(platform.kafka().prefix());
    }

    /// The digest of the built-in set.
    static String builtInDigest() {
        return Digest.of(Defaults.documents());
    }

    /// Writes the built-in definitions as the first set where the log holds none.
    void writeBuiltInIfEmpty() {
        if (newest().version() == 0) {
            write(new DefinitionSet(1, builtInDigest(), now(), Defaults.documents()), "built-in");
        }
    }

    @Override
    public DefinitionSet newest() {
        return view.newest();
    }

    /// A producer of its own for each set: sets are rare, and beginning anew ends whatever another
    /// instance or an earlier failure left open.
    @Override
    public void write(DefinitionSet set, String appliedBy) {
        var config = platform.kafka().producer("responder-definitions");
        config.put("transactional.id", platform.kafka().prefix() + "definitions");
        config.put("transaction.timeout.ms", 10_000);
        var values = platform.serdes().of(Topics.DEFINITIONS);
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), values.serializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var at = now();
            for (var document : set.documents()) {
                send(producer, document(set, document, at));
            }
            send(producer, complete(set, appliedBy, at));
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new IllegalStateException("the set was not written: " + e.getMessage(), e);
        }
        awaitVisible(set.version());
    }

    private void send(KafkaProducer<String, Definition> producer, Definition value) {
        // The commit fails if any of these fails.
        var _ = producer.send(new ProducerRecord<>(topic, value.getEnvelope().getId(), value));
    }

    private static Definition document(DefinitionSet set, Document document, Instant at) {
        return Definition.newBuilder()
                .setEnvelope(
                        envelope(
                                "%s/%s@%d"
                                        .formatted(document.kind(), document.name(), set.version()),
                                at))
                .setKind(DefinitionKind.DOCUMENT)
                .setVersion(set.version())
                .setDocument(
                        new DefinitionDocument(
                                document.kind(), document.name(), document.body().toString()))
                .build();
    }

    private static Definition complete(DefinitionSet set, String appliedBy, Instant at) {
        return Definition.newBuilder()
                .setEnvelope(envelope("set@" + set.version(), at))
                .setKind(DefinitionKind.SET_COMPLETE)
                .setVersion(set.version())
                .setSetComplete(
                        new SetComplete(
                                set.documents().size(),
                                set.digest(),
                                set.effectiveFrom(),
                                appliedBy))
                .build();
    }

    private static Envelope envelope(String id, Instant at) {
        return Envelope.newBuilder().setId(id).setAt(at).build();
    }

    private void awaitVisible(long version) {
        var limit = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (newest().version() < version) {
            if (System.nanoTime() > limit) {
                throw new IllegalStateException(
                        "set " + version + " was written but cannot be read yet");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
