package tocsin.notifier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Digest;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outbox;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.RegistryException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Turns the outboxes of the partitions this notifier owns, on one thread: reads commands, puts the
/// steps that are due on the log, has calls made, and puts their answers on the log. It decides
/// nothing itself.
final class DeliveryLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /// While answers are awaited, which no poll brings.
    private static final Duration SHORT_POLL = Duration.ofMillis(2);

    /// Before a partition is read again whose next command no registry could explain.
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Consumer<byte[], byte[]> consumer;
    private final CommandReader commands;
    private final DeliveryLog log;
    private final ReadBack readBack;
    private final Calls calls;
    private final KafkaWatch watch;
    private final NotifierMetrics metrics;
    private final InstantSource clock;
    private final Map<Integer, Outbox> outboxes = new TreeMap<>();
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
            outboxes.values().forEach(outbox -> watch.strand(outbox.openPages(now())));
            // Whatever is not on the log by now must not be half known: the log is read back.
            outboxes.clear();
        }
    }

    /// Whether it belongs to the group and has read back what it was given.
    boolean joined() {
        return joined;
    }

    private void turn() throws InterruptedException {
        var records = consumer.poll(calls.underWay() ? SHORT_POLL : POLL);
        var read = receive(records);
        boolean stuck = read.size() < records.partitions().size();
        settle(stuck ? REGISTRY_PAUSE : Duration.ZERO);
        advance();
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
        var outbox = outbox(record.partition());
        try {
            commands.read(record).ifPresentOrElse(outbox::apply, metrics::unusable);
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

    private Outbox outbox(int partition) {
        return Optional.ofNullable(outboxes.get(partition))
                .orElseThrow(() -> new IllegalStateException("not ours: " + partition));
    }

    /// Puts the answers that have come in on the log.
    private void settle(Duration limit) throws InterruptedException {
        var now = now();
        var steps = new TreeMap<Integer, List<Step>>();
        for (var answer = calls.next(limit);
                answer.isPresent();
                answer = calls.next(Duration.ZERO)) {
            int partition = answer.get().partition();
            step(answer.get(), now)
                    .ifPresent(step ->
                            steps.computeIfAbsent(partition, _ -> new ArrayList<>()).add(step));
            spokenFor(answer.get(), now, steps);
        }
        write(steps);
    }

    private Optional<Step> step(Calls.Answer answer, Instant now) {
        var notification = answer.notification();
        return Optional.ofNullable(outboxes.get(answer.partition()))
                .flatMap(outbox ->
                        outbox.answer(
                                notification.page(),
                                notification.attempt(),
                                answer.outcome(),
                                now));
    }

    /// The other pages that an accepted one spoke for.
    private void spokenFor(Calls.Answer answer, Instant now, Map<Integer, List<Step>> steps) {
        var notification = answer.notification();
        if (!(answer.outcome() instanceof Outcome.Accepted)) {
            return;
        }
        for (var other : notification.others()) {
            int partition = other.source().partition();
            var receipt = "with page " + notification.page() + " over " + notification.channel();
            Optional.ofNullable(outboxes.get(partition))
                    .map(outbox -> outbox.told(other.page(), now, Digest.CHANNEL, receipt))
                    .filter(told -> !told.isEmpty())
                    .ifPresent(told ->
                            steps.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(told));
        }
    }

    /// The same requests, of which the last page to a target that has had many speaks for those
    /// that have to wait.
    private Collection<Notification> gathered(List<Notification> requests) {
        var speakers = new LinkedHashMap<String, Notification>();
        requests.stream()
                .filter(request -> request.command().kind() == Command.Kind.PAGE)
                .filter(request -> !request.message().drill())
                .filter(request -> calls.gathers(request.command().target(), now()))
                .forEach(request -> speakers.put(request.command().target(), request));
        return requests.stream()
                .map(request ->
                        request.equals(speakers.get(request.command().target()))
                                ? request.speakingFor(waiting(request.command().target()))
                                : request)
                .toList();
    }

    private List<Command.Notify> waiting(String target) {
        return outboxes.values().stream()
                .flatMap(outbox -> outbox.waiting(target, now()).stream())
                .toList();
    }

    private void settleAll() throws InterruptedException {
        long giveUp = System.nanoTime() + GRACE.toNanos();
        while (calls.underWay() && System.nanoTime() - giveUp < 0) {
            settle(POLL);
        }
    }

    private void advance() throws InterruptedException {
        for (var steps = due(); !steps.isEmpty(); steps = due()) {
            write(steps);
        }
    }

    private Map<Integer, List<Step>> due() {
        var steps = new TreeMap<Integer, List<Step>>();
        outboxes.forEach((partition, outbox) -> {
            var ofPartition = outbox.decide(now(), calls);
            if (!ofPartition.isEmpty()) {
                steps.put(partition, ofPartition);
            }
        });
        return steps;
    }

    private void write(Map<Integer, List<Step>> steps) throws InterruptedException {
        if (steps.isEmpty()) {
            return;
        }
        log.append(
                steps, (partition, step) -> outbox(partition).command(step.page()).orElseThrow());
        steps.forEach((partition, ofPartition) -> ofPartition.forEach(outbox(partition)::apply));
        var requests = new ArrayList<Notification>();
        steps.forEach((partition, ofPartition) -> {
            for (var step : ofPartition) {
                outbox(partition).notification(step).ifPresent(requests::add);
            }
        });
        gathered(requests).forEach(call -> calls.make(call.command().source().partition(), call));
    }

    /// Puts on the log what was told while there was none.
    private void note(int partition, Outbox outbox, List<Step> steps) throws InterruptedException {
        if (!steps.isEmpty()) {
            log.append(
                    Map.of(partition, steps),
                    (_, step) -> outbox.command(step.page()).orElseThrow());
            steps.forEach(outbox::apply);
        }
    }

    /// Only saves reading: what was queued is on the log.
    private void commit(Map<TopicPartition, OffsetAndMetadata> read) {
        if (!read.isEmpty()) {
            consumer.commitAsync(
                    read,
                    (_, failure) -> {
                        if (failure != null) {
                            LOG.info("Offsets are not committed: {}", failure.toString());
                        }
                    });
        }
    }

    private void forget() {
        var now = now();
        if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
            forgotten = now;
            outboxes.values().forEach(outbox -> outbox.forget(now));
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
        outboxes.put(partition, outbox);
        try {
            var interrupted = outbox.interrupted(now());
            write(interrupted.isEmpty() ? Map.of() : Map.of(partition, interrupted));
            var meanwhile = new ArrayList<Step>();
            watch.back(partition)
                    .forEach((page, at) ->
                            meanwhile.addAll(
                                    outbox.told(
                                            page,
                                            at,
                                            Command.Notify.LAST_RESORT,
                                            "told without Kafka")));
            note(partition, outbox, meanwhile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while taking over", e);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (partitions.stream().anyMatch(gone -> outboxes.containsKey(gone.partition()))) {
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
        partitions.forEach(gone -> outboxes.remove(gone.partition()));
    }
}
