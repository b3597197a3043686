package tocsin.notifier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Step;
import tocsin.runtime.DeadLetters;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.Topics;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Puts steps on the topic `deliveries`, each on the partition of its command, and says nothing
/// until all replicas have them.
final class DeliveryLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLog.class);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<DeliveryEvent> serializer;
    private final String prefix;
    private final NotifierMetrics metrics;

    DeliveryLog(
            Producer<byte[], byte[]> producer,
            Serializer<DeliveryEvent> serializer,
            String prefix,
            NotifierMetrics metrics) {
        this.producer = producer;
        this.serializer = serializer;
        this.prefix = prefix;
        this.metrics = metrics;
    }

    /// One step to be written.
    ///
    /// @param partition that of its command
    /// @param command what it is a step of
    record Entry(int partition, Step step, Command.Notify command) {}

    /// Writes all at once, those of a partition in this order, and returns when they are safe.
    ///
    /// @throws KafkaException when they may not be
    void append(List<Entry> entries) throws InterruptedException {
        var sent = new ArrayList<Future<RecordMetadata>>(entries.size());
        for (var entry : entries) {
            var event = Mapping.event(entry.step, entry.command);
            sent.add(producer.send(record(entry.partition, event)));
        }
        // Somebody waits: what was sent does not linger for more.
        producer.flush();
        for (var write : sent) {
            await(write);
        }
        for (var entry : entries) {
            metrics.written(entry.step, entry.command);
            speakOf(entry.step);
        }
    }

    /// What a person has to mend.
    private static void speakOf(Step step) {
        switch (step) {
            case Step.Refused(var page, _, _, var channel, var reason) ->
                    LOG.warn("Channel {} refuses page {}: {}", channel, page, reason);
            case Step.Undeliverable(var page, _, var reason) ->
                    LOG.error("No channel takes page {}: {}", page, reason);
            default -> {}
        }
    }

    /// Keeps a record that cannot be used.
    void deadLetter(ConsumerRecord<byte[], byte[]> record, String reason)
            throws InterruptedException {
        LOG.warn(
                "Record {} of {}-{} is kept as a dead letter: {}",
                record.offset(),
                record.topic(),
                record.partition(),
                reason);
        var letter =
                DeadLetters.letter(
                        prefix + Topics.DEAD_LETTERS,
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.value(),
                        reason);
        try {
            await(producer.send(letter));
            metrics.deadLetter();
        } catch (KafkaException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            LOG.error("The record is too large to be kept", e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(int partition, DeliveryEvent event) {
        var topic = Topics.DELIVERIES.name(prefix);
        return new ProducerRecord<>(
                topic,
                partition,
                event.getEnvelope().getAt().toEpochMilli(),
                event.getService().getBytes(StandardCharsets.UTF_8),
                serializer.serialize(topic, event));
    }

    private static void await(Future<RecordMetadata> write) throws InterruptedException {
        try {
            write.get();
        } catch (ExecutionException e) {
            throw new KafkaException("a step could not be written", e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
