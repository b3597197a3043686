package tocsin.notifier;

import tocsin.notifier.delivery.Command;
import tocsin.notifier.delivery.Digest;
import tocsin.notifier.delivery.Notification;
import tocsin.notifier.delivery.Outbox;
import tocsin.notifier.delivery.Outcome;
import tocsin.notifier.delivery.Step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The outboxes of the partitions this notifier owns, on the thread of its loop. All that a turn
/// decides is put on the log at once, and its calls are made when it is there: one write a turn,
/// however many steps a page takes in it. When a write fails, the outboxes must be dropped and read
/// back, for they are ahead of the log.
final class Outboxes {
    private final DeliveryLog log;
    private final Calls calls;
    private final Map<Integer, Outbox> owned = new TreeMap<>();

    Outboxes(DeliveryLog log, Calls calls) {
        this.log = log;
        this.calls = calls;
    }

    /// The steps of one turn, applied and not written yet.
    private final class Turn {
        private final Instant now;
        private final List<DeliveryLog.Entry> entries = new ArrayList<>();

        Turn(Instant now) {
            this.now = now;
        }

        void add(int partition, Outbox outbox, Step step) {
            outbox.command(step.page())
                    .ifPresent(command ->
                            entries.add(new DeliveryLog.Entry(partition, step, command)));
            outbox.apply(step);
        }

        void add(int partition, Outbox outbox, Collection<Step> steps) {
            steps.forEach(step -> add(partition, outbox, step));
        }

        void write() throws InterruptedException {
            if (!entries.isEmpty()) {
                log.append(entries);
                make(requests());
            }
        }

        private List<Notification> requests() {
            var requests = new ArrayList<Notification>();
            for (var entry : entries) {
                find(entry.partition())
                        .flatMap(outbox -> outbox.notification(entry.step()))
                        .ifPresent(requests::add);
            }
            return requests;
        }

        private void make(List<Notification> requests) {
            gathered(requests, now)
                    .forEach(call -> calls.make(call.command().source().partition(), call));
        }
    }

    /// Whether the partition is one of ours.
    boolean owns(int partition) {
        return owned.containsKey(partition);
    }

    private Optional<Outbox> find(int partition) {
        return Optional.ofNullable(owned.get(partition));
    }

    /// Takes note of a command that was read.
    void apply(int partition, Command command) {
        ours(partition).apply(command);
    }

    private Outbox ours(int partition) {
        return find(partition)
                .orElseThrow(() -> new IllegalStateException("not ours: " + partition));
    }

    /// A partition is ours from now on.
    ///
    /// @param outbox as the log has it
    void take(int partition, Outbox outbox, Instant now) throws InterruptedException {
        owned.put(partition, outbox);
        var turn = new Turn(now);
        turn.add(partition, outbox, outbox.interrupted(now));
        turn.write();
    }

    /// Puts on the log what was told while there was none.
    ///
    /// @param pages when each was told
    void told(int partition, Map<String, Instant> pages, Instant now) throws InterruptedException {
        var outbox = ours(partition);
        var turn = new Turn(now);
        pages.forEach((page, at) -> {
            var steps = outbox.told(page, at, Command.Notify.LAST_RESORT, "told without Kafka");
            turn.add(partition, outbox, steps);
        });
        turn.write();
    }

    void drop(int partition) {
        owned.remove(partition);
    }

    /// Whatever is not on the log by now must not be half known.
    void dropAll() {
        owned.clear();
    }

    /// Writes the answers that have come in, and all that is to be done now.
    void turn(Instant now) throws InterruptedException {
        var turn = new Turn(now);
        settle(turn, Duration.ZERO);
        decide(turn);
        turn.write();
    }

    /// Only writes answers, waiting for the first one at most so long.
    void settle(Duration limit, Instant now) throws InterruptedException {
        var turn = new Turn(now);
        settle(turn, limit);
        turn.write();
    }

    private void settle(Turn turn, Duration limit) throws InterruptedException {
        for (var answer = calls.next(limit);
                answer.isPresent();
                answer = calls.next(Duration.ZERO)) {
            settle(turn, answer.get());
        }
    }

    private void settle(Turn turn, Calls.Answer answer) {
        var notification = answer.notification();
        var outcome = answer.outcome();
        find(answer.partition())
                .ifPresent(outbox ->
                        outbox.answer(
                                        notification.page(),
                                        notification.attempt(),
                                        outcome,
                                        turn.now)
                                .ifPresent(step -> turn.add(answer.partition(), outbox, step)));
        if (outcome instanceof Outcome.Accepted) {
            spokenFor(turn, notification);
        }
    }

    /// The other pages that an accepted one spoke for.
    private void spokenFor(Turn turn, Notification notification) {
        for (var other : notification.others()) {
            int partition = other.source().partition();
            var receipt = "with page " + notification.page() + " over " + notification.channel();
            find(partition)
                    .ifPresent(outbox ->
                            turn.add(
                                    partition,
                                    outbox,
                                    outbox.told(other.page(), turn.now, Digest.CHANNEL, receipt)));
        }
    }

    private void decide(Turn turn) {
        for (var entry : owned.entrySet()) {
            int partition = entry.getKey();
            var outbox = entry.getValue();
            for (var steps = outbox.decide(turn.now, calls);
                    !steps.isEmpty();
                    steps = outbox.decide(turn.now, calls)) {
                turn.add(partition, outbox, steps);
            }
        }
    }

    /// The same requests, of which the last page to a target that has had many speaks for those
    /// that have to wait.
    private Collection<Notification> gathered(List<Notification> requests, Instant now) {
        var speakers = new LinkedHashMap<String, Notification>();
        requests.stream()
                .filter(request -> request.command().kind() == Command.Kind.PAGE)
                .filter(request -> !request.message().drill())
                .filter(request -> calls.gathers(request.command().target(), now))
                .forEach(request -> speakers.put(request.command().target(), request));
        if (speakers.isEmpty()) {
            return requests;
        }
        return requests.stream()
                .map(request ->
                        request.equals(speakers.get(request.command().target()))
                                ? request.speakingFor(waiting(request.command().target(), now))
                                : request)
                .toList();
    }

    private List<Command.Notify> waiting(String target, Instant now) {
        return owned.values().stream()
                .flatMap(outbox -> outbox.waiting(target, now).stream())
                .toList();
    }

    /// The pages nobody has taken yet.
    List<Command.Notify> openPages(Instant now) {
        return owned.values().stream().flatMap(outbox -> outbox.openPages(now).stream()).toList();
    }

    /// Drops what ended so long ago that nobody asks for it any more.
    void forget(Instant now) {
        owned.values().forEach(outbox -> outbox.forget(now));
        calls.forget(now);
    }
}
