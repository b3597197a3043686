package tocsin.responder.executor;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import tocsin.responder.execution.Told;
import tocsin.schemas.Cause;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.Topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tells what executors did. What is told of an order and the order's offset are one transaction.
/// Results stand on the partition that has the number of their order's.
final class ResultWriter {
    private final Producer<String, RemediationResult> producer;
    private final Consumer<byte[], ?> orders;
    private final String prefix;
    private final String name;

    ResultWriter(
            Producer<String, RemediationResult> producer,
            Consumer<byte[], ?> orders,
            String prefix,
            String name) {
        this.producer = producer;
        this.orders = orders;
        this.prefix = prefix;
        this.name = name;
    }

    /// What is told of an order that was just read.
    void answer(Told told, ConsumerRecord<?, ?> order) {
        var partition = new TopicPartition(order.topic(), order.partition());
        var read = Map.of(partition, new OffsetAndMetadata(order.offset() + 1));
        write(() -> send(told, Optional.of(partition), Optional.of(cause(order))), read);
    }

    /// What is told of a run.
    ///
    /// @param place the partition of its order, where that is known
    void tell(Told told, Optional<TopicPartition> place) {
        write(() -> send(told, place, Optional.empty()), Map.of());
    }

    /// All that was read needs no more.
    void passed() {
        var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : orders.assignment()) {
            positions.put(partition, new OffsetAndMetadata(orders.position(partition)));
        }
        write(() -> {}, positions);
    }

    private void write(Runnable results, Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        try {
            results.run();
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, orders.groupMetadata());
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    private void send(Told told, Optional<TopicPartition> place, Optional<Cause> cause) {
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                Topics.REMEDIATION_RESULTS.name(prefix),
                                place.map(TopicPartition::partition).orElse(null),
                                told.service(),
                                Mapping.result(told, cause, name)));
    }

    private Cause cause(ConsumerRecord<?, ?> order) {
        return Cause.newBuilder()
                .setTopic(order.topic().substring(prefix.length()))
                .setPartition(order.partition())
                .setOffset(order.offset())
                .build();
    }
}
