package tocsin.notifier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.delivery.Outbox;
import tocsin.schemas.RegistryException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Reads commands and turns the outboxes of the partitions this notifier owns, on one thread. It
/// decides nothing itself.
final class DeliveryLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /// While answers are awaited, which no poll brings.
    private static final Duration SHORT_POLL = Duration.ofMillis(2);

    /// Before a partition is read again whose next command no registry could explain.
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Consumer<byte[], byte[]> consumer;
    private final CommandReader commands;
    private final DeliveryLog log;
    private final ReadBack readBack;
    private final Calls calls;
    private final Outboxes outboxes;
    private final KafkaWatch watch;
    private final NotifierMetrics metrics;
    private final InstantSource clock;
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
    private Instant committed = Instant.EPOCH;
    private Instant forgotten = Instant.EPOCH;
    private volatile boolean joined;

    DeliveryLoop(
            Consumer<byte[], byte[]> consumer,
            CommandReader commands,
            DeliveryLog log,
            ReadBack readBack,
            Calls calls,
            KafkaWatch watch,
            NotifierMetrics metrics,
            InstantSource clock) {
        this.consumer = consumer;
        this.commands = commands;
        this.log = log;
        this.readBack = readBack;
        this.calls = calls;
        this.outboxes = new Outboxes(log, calls);
        this.watch = watch;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Works until `closing`, then waits a little for calls under way and writes their answers.
    void run(String topic, BooleanSupplier closing) throws InterruptedException {
        try {
            consumer.subscribe(List.of(topic), this);
            while (!closing.getAsBoolean()) {
                turn();
            }
            settleAll();
        } finally {
            joined = false;
            watch.strand(outboxes.openPages(now()));
            outboxes.dropAll();
        }
    }

    /// Whether it belongs to the group and has read back what it was given.
    boolean joined() {
        return joined;
    }

    private void turn() throws InterruptedException {
        var records = consumer.poll(calls.underWay() ? SHORT_POLL : POLL);
        var read = receive(records);
        if (read.size() < records.partitions().size()) {
            outboxes.settle(REGISTRY_PAUSE, now());
        }
        outboxes.turn(now());
        commit(read);
        forget();
    }

    private Map<TopicPartition, OffsetAndMetadata> receive(ConsumerRecords<byte[], byte[]> records)
            throws InterruptedException {
        var read = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (!receive(record)) {
                    consumer.seek(partition, record.offset());
                    break;
                }
                read.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        return read;
    }

    /// @return false when the record must be read again, because the registry is out of reach
    private boolean receive(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        int partition = record.partition();
        if (!outboxes.owns(partition)) {
            throw new IllegalStateException("not ours: " + partition);
        }
        try {
            commands.read(record)
                    .ifPresentOrElse(
                            command -> outboxes.apply(partition, command), metrics::unusable);
            return true;
        } catch (RegistryException e) {
            LOG.warn("Commands wait for the schema registry: {}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            metrics.unusable();
            log.deadLetter(record, String.valueOf(e.getMessage()));
            return true;
        }
    }

    private void settleAll() throws InterruptedException {
        long giveUp = System.nanoTime() + GRACE.toNanos();
        while (calls.underWay() && System.nanoTime() - giveUp < 0) {
            outboxes.settle(POLL, now());
        }
    }

    /// Only saves reading, and so not each turn: what was queued is on the log.
    private void commit(Map<TopicPartition, OffsetAndMetadata> read) {
        uncommitted.putAll(read);
        var now = now();
        if (uncommitted.isEmpty() || committed.plus(COMMIT_EVERY).isAfter(now)) {
            return;
        }
        committed = now;
        consumer.commitAsync(
                Map.copyOf(uncommitted),
                (_, failure) -> {
                    if (failure != null) {
                        LOG.info("Offsets are not committed: {}", failure.toString());
                    }
                });
        uncommitted.clear();
    }

    private void forget() {
        var now = now();
        if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
            forgotten = now;
            outboxes.forget(now);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        var given = partitions.stream().map(TopicPartition::partition).toList();
        if (!given.isEmpty()) {
            readBack.outboxes(given, now()).forEach(this::takeOver);
            LOG.info("Partitions {} are read back", given);
        }
        joined = true;
    }

    private void takeOver(int partition, Outbox outbox) {
        try {
            outboxes.take(partition, outbox, now());
            outboxes.told(partition, watch.back(partition), now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while taking over", e);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (partitions.stream().anyMatch(gone -> outboxes.owns(gone.partition()))) {
            try {
                settleAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(gone -> {
            outboxes.drop(gone.partition());
            uncommitted.remove(gone);
        });
    }
}
