package tocsin.notifier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.delivery.Outbox;
import tocsin.notifier.delivery.Recovery;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.RegistryException;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Reads back what the last 25 h hold of the partitions that this notifier is given: the commands
/// and the steps taken. Nothing is sent before that.
final class ReadBack {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CommandReader commands;
    private final Deserializer<DeliveryEvent> deliveries;
    private final String prefix;
    private final NotifierMetrics metrics;

    ReadBack(
            Supplier<Consumer<byte[], byte[]>> consumers,
            CommandReader commands,
            Deserializer<DeliveryEvent> deliveries,
            String prefix,
            NotifierMetrics metrics) {
        this.consumers = consumers;
        this.commands = commands;
        this.deliveries = deliveries;
        this.prefix = prefix;
        this.metrics = metrics;
    }

    /// The outboxes of `partitions` as they stood at the end of the log.
    ///
    /// @throws TimeoutException when the end is not reached in two minutes
    Map<Integer, Outbox> outboxes(Collection<Integer> partitions, Instant now) {
        var recoveries = new TreeMap<Integer, Recovery>();
        partitions.forEach(partition -> recoveries.put(partition, new Recovery()));
        try (var consumer = consumers.get()) {
            readToEnd(consumer, recoveries, now);
        }
        var outboxes = new TreeMap<Integer, Outbox>();
        recoveries.forEach((partition, recovery) -> outboxes.put(partition, recovery.outbox(now)));
        return outboxes;
    }

    private void readToEnd(
            Consumer<byte[], byte[]> consumer, Map<Integer, Recovery> recoveries, Instant now) {
        var behind = seekBack(consumer, recoveries.keySet(), now);
        long giveUp = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            behind.entrySet().removeIf(left -> consumer.position(left.getKey()) >= left.getValue());
            if (behind.isEmpty()) {
                return;
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("not read back in " + LIMIT + ": " + behind.keySet());
            }
            for (var record : consumer.poll(POLL)) {
                Optional.ofNullable(recoveries.get(record.partition()))
                        .ifPresent(recovery -> read(record, recovery));
            }
        }
    }

    /// @return where each partition ends
    private Map<TopicPartition, Long> seekBack(
            Consumer<byte[], byte[]> consumer, Collection<Integer> partitions, Instant now) {
        long from = now.minus(Outbox.MEMORY).toEpochMilli();
        var starts = new HashMap<TopicPartition, Long>();
        for (int partition : partitions) {
            starts.put(new TopicPartition(Topics.ESCALATIONS.name(prefix), partition), from);
            starts.put(new TopicPartition(Topics.DELIVERIES.name(prefix), partition), from);
        }
        consumer.assign(starts.keySet());
        var ends = new HashMap<>(consumer.endOffsets(starts.keySet()));
        consumer.offsetsForTimes(starts)
                .forEach((partition, found) -> {
                    long end = ends.getOrDefault(partition, 0L);
                    consumer.seek(partition, found == null ? end : found.offset());
                });
        return ends;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, Recovery recovery) {
        try {
            if (record.topic().equals(Topics.DELIVERIES.name(prefix))) {
                Optional.ofNullable(deliveries.deserialize(record.topic(), record.value()))
                        .flatMap(Mapping::step)
                        .ifPresent(recovery::read);
            } else {
                commands.read(record).ifPresent(recovery::read);
            }
        } catch (RegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            metrics.unusable();
            LOG.warn(
                    "{}-{}@{} is skipped: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.toString());
        }
    }
}
