package tocsin.responder.executor;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Ledger;
import tocsin.responder.execution.Outcome;
import tocsin.responder.execution.RunId;
import tocsin.responder.execution.Told;
import tocsin.schemas.Cause;
import tocsin.schemas.RegistryException;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Reads orders, asks the desk, and begins a run only after STARTED and the offset of its order are
/// on the log in one transaction: whoever is killed after that has begun it, whoever is fenced off
/// has not. What executors have told is read back first, and followed from then on.
final class ExecutorLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_BACK = Duration.ofMinutes(2);

    private final Wiring wiring;
    private final Desk desk = new Desk();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Map<RunId, TopicPartition> places = new HashMap<>();
    private volatile boolean joined;

    /// What it works with.
    ///
    /// @param orders follows the orders as a member of the executors' group
    /// @param news follows what executors tell; a member of no group
    /// @param results transactional
    /// @param runs runs each run
    record Wiring(
            Consumer<byte[], Optional<RemediationCommand>> orders,
            Consumer<byte[], Optional<RemediationResult>> news,
            Producer<String, RemediationResult> results,
            Desk.Judge judge,
            Function<Desk.Begun, Outcome> run,
            ExecutorService runs,
            InstantSource clock,
            String prefix,
            String name) {}

    private record Ended(RunId id, Outcome outcome) {}

    ExecutorLoop(Wiring wiring) {
        this.wiring = wiring;
    }

    boolean joined() {
        return joined;
    }

    /// Works until it is closed.
    ///
    /// @throws KafkaException when it has to begin anew from the log
    void run(BooleanSupplier closed) {
        wiring.results.initTransactions();
        wiring.orders.subscribe(List.of(Topics.REMEDIATIONS.name(wiring.prefix)), this);
        while (!closed.getAsBoolean()) {
            var records = wiring.orders.poll(POLL);
            follow();
            for (var record : records) {
                take(record);
            }
            if (!records.isEmpty()) {
                write(List.of(), Optional.empty(), positions(), Optional.empty());
            }
            tell();
        }
    }

    private void take(ConsumerRecord<byte[], Optional<RemediationCommand>> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        try {
            record.value()
                    .flatMap(Mapping::order)
                    .ifPresent(order -> {
                        var reply = desk.order(order, wiring.judge, now());
                        reply.written()
                                .ifPresent(told -> {
                                    var at = new OffsetAndMetadata(record.offset() + 1);
                                    write(
                                            List.of(told),
                                            Optional.of(partition),
                                            Map.of(partition, at),
                                            Optional.of(cause(record)));
                                    reply.begun()
                                            .ifPresentOrElse(
                                                    begun -> begin(begun, told, partition),
                                                    () -> desk.written(told));
                                });
                    });
        } catch (IllegalArgumentException e) {
            LOG.warn("{} at {} is no order: {}", partition, record.offset(), e.getMessage());
        }
    }

    private void begin(Desk.Begun begun, Told started, TopicPartition partition) {
        desk.begun(begun, started);
        places.put(begun.id(), partition);
        wiring.runs.execute(() -> ended.add(new Ended(begun.id(), outcome(begun))));
    }

    private Outcome outcome(Desk.Begun begun) {
        try {
            return wiring.run.apply(begun);
        } catch (RuntimeException e) {
            LOG.error("Remediation {} failed", begun.id(), e);
            return new Outcome(false, "the executor failed: " + e, null, "");
        }
    }

    /// What is to be told of runs that ended, go on, or were cut.
    private void tell() {
        var now = now();
        for (var one = ended.poll(); one != null; one = ended.poll()) {
            desk.ended(one.id, one.outcome, now).ifPresent(this::tell);
        }
        desk.beats(now).forEach(this::tell);
        for (var told : desk.cut(now)) {
            LOG.warn("Remediation {} was cut; it is not run again", told.id());
            tell(told);
        }
    }

    private void tell(Told told) {
        write(
                List.of(told),
                Optional.ofNullable(places.get(told.id())),
                Map.of(),
                Optional.empty());
        desk.written(told);
    }

    /// In one transaction.
    ///
    /// @param place the partition of the order; results stand on the one of the same number
    private void write(
            List<Told> all,
            Optional<TopicPartition> place,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Optional<Cause> cause) {
        var producer = wiring.results;
        producer.beginTransaction();
        try {
            for (var told : all) {
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.REMEDIATION_RESULTS.name(wiring.prefix),
                                        place.map(TopicPartition::partition).orElse(null),
                                        told.service(),
                                        Mapping.result(told, cause, wiring.name)));
            }
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, wiring.orders.groupMetadata());
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> positions() {
        var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : wiring.orders.assignment()) {
            positions.put(partition, new OffsetAndMetadata(wiring.orders.position(partition)));
        }
        return positions;
    }

    private Cause cause(ConsumerRecord<?, ?> record) {
        return Cause.newBuilder()
                .setTopic(record.topic().substring(wiring.prefix.length()))
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // What runs goes on running and is told of; the next owner follows that.
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        var wanted = new ArrayList<TopicPartition>();
        for (var partition : wiring.orders.assignment()) {
            wanted.add(results(partition));
        }
        for (var partition : partitions) {
            if (!wanted.contains(results(partition))) {
                wanted.add(results(partition));
            }
        }
        wiring.news.assign(wanted);
        readBack(wanted);
        joined = true;
    }

    private TopicPartition results(TopicPartition orders) {
        return new TopicPartition(
                Topics.REMEDIATION_RESULTS.name(wiring.prefix), orders.partition());
    }

    private void readBack(List<TopicPartition> partitions) {
        var from = now().minus(Ledger.MEMORY).toEpochMilli();
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, from));
        var ends = new HashMap<>(wiring.news.endOffsets(partitions));
        wiring.news
                .offsetsForTimes(times)
                .forEach((partition, found) ->
                        wiring.news.seek(
                                partition,
                                found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
        var giveUp = now().plus(READ_BACK);
        while (true) {
            ends.entrySet().removeIf(end -> wiring.news.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) {
                return;
            }
            if (now().isAfter(giveUp)) {
                throw new KafkaException("results were not read back: " + ends.keySet());
            }
            read(POLL);
        }
    }

    private void follow() {
        if (!wiring.news.assignment().isEmpty()) {
            read(Duration.ZERO);
        }
    }

    private void read(Duration wait) {
        for (var record : wiring.news.poll(wait)) {
            try {
                record.value()
                        .flatMap(Mapping::told)
                        .ifPresent(told -> {
                            places.putIfAbsent(
                                    told.id(),
                                    new TopicPartition(
                                            Topics.REMEDIATIONS.name(wiring.prefix),
                                            record.partition()));
                            desk.read(told);
                        });
            } catch (RegistryException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("A result at {} is skipped: {}", record.offset(), e.toString());
            }
        }
    }

    private Instant now() {
        return wiring.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
