package tocsin.responder.executor;

import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Outcome;
import tocsin.responder.execution.RunId;
import tocsin.responder.execution.Told;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.RemediationResult;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads orders, asks the desk, and begins a run only after STARTED and the offset of its order are
/// on the log in one transaction: whoever is killed after that has begun it, whoever is fenced off
/// has not. What executors have told is read back first, and followed from then on.
final class ExecutorLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Wiring wiring;
    private final Desk desk = new Desk();
    private final ResultLog results;
    private final ResultWriter writer;
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final Map<RunId, TopicPartition> places = new HashMap<>();
    private volatile boolean joined;

    /// What it works with.
    ///
    /// @param orders follows the orders as a member of the executors' group
    /// @param news follows what executors tell; a member of no group
    /// @param results transactional
    /// @param run runs a step, and says where it can be asked about
    /// @param resume who can be asked about a run that was cut, if anybody
    /// @param runs runs each run
    record Wiring(
            org.apache.kafka.clients.consumer.Consumer<byte[], Optional<RemediationCommand>> orders,
            org.apache.kafka.clients.consumer.Consumer<byte[], Optional<RemediationResult>> news,
            Producer<String, RemediationResult> results,
            Desk.Judge judge,
            BiFunction<Desk.Begun, Consumer<String>, Outcome> run,
            Function<Told, Optional<Resumed>> resume,
            ExecutorService runs,
            InstantSource clock,
            String prefix,
            String name) {}

    /// A run that was cut, and whoever can be asked what came of it.
    record Resumed(Desk.Begun begun, Supplier<Outcome> outcome) {}

    private record Ended(RunId id, Outcome outcome) {}

    private record Asked(RunId id, String status) {}

    ExecutorLoop(Wiring wiring) {
        this.wiring = wiring;
        results = new ResultLog(wiring.news, wiring.clock, wiring.prefix, this::read);
        writer = new ResultWriter(wiring.results, wiring.orders, wiring.prefix, wiring.name);
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
            results.follow();
            for (var record : records) {
                take(record);
            }
            if (!records.isEmpty()) {
                writer.passed();
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
                                    writer.answer(told, record);
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
        places.put(begun.id(), partition);
        Consumer<String> status = where -> asked.add(new Asked(begun.id(), where));
        watch(begun, started, () -> wiring.run.apply(begun, status));
    }

    private void watch(Desk.Begun begun, Told told, Supplier<Outcome> run) {
        desk.begun(begun, told);
        wiring.runs.execute(() -> ended.add(new Ended(begun.id(), outcome(begun.id(), run))));
    }

    private static Outcome outcome(RunId id, Supplier<Outcome> run) {
        try {
            return run.get();
        } catch (RuntimeException e) {
            LOG.error("Remediation {} failed", id, e);
            return new Outcome(false, "the executor failed: " + e, null, "");
        }
    }

    /// What is to be told of runs that ended, go on, or were cut.
    private void tell() {
        var now = now();
        for (var one = asked.poll(); one != null; one = asked.poll()) {
            desk.asked(one.id, one.status, now).ifPresent(this::tell);
        }
        for (var one = ended.poll(); one != null; one = ended.poll()) {
            desk.ended(one.id, one.outcome, now).ifPresent(this::tell);
        }
        desk.beats(now).forEach(this::tell);
        desk.cut(now).forEach(cut -> recover(cut, now));
    }

    /// A run that was cut is never run again. Where somebody knows what came of it, they are asked.
    private void recover(Told cut, Instant now) {
        var resumed = wiring.resume.apply(cut);
        LOG.warn(
                "Remediation {} was cut; {}",
                cut.id(),
                resumed.isPresent() ? "what came of it is asked" : "nobody can be asked about it");
        var told = resumed.isPresent() ? Desk.taken(cut, now) : Desk.lost(cut, now);
        tell(told);
        resumed.ifPresent(one -> watch(one.begun, told, () -> one.outcome.get().found()));
    }

    private void read(Told told, int partition) {
        var orders = Topics.REMEDIATIONS.name(wiring.prefix);
        places.putIfAbsent(told.id(), new TopicPartition(orders, partition));
        desk.read(told);
    }

    private void tell(Told told) {
        writer.tell(told, Optional.ofNullable(places.get(told.id())));
        desk.written(told);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // What runs goes on running and is told of; the next owner follows that.
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        var numbers = new TreeSet<Integer>();
        wiring.orders.assignment().forEach(partition -> numbers.add(partition.partition()));
        partitions.forEach(partition -> numbers.add(partition.partition()));
        results.assign(numbers);
        joined = true;
    }

    private Instant now() {
        return wiring.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
