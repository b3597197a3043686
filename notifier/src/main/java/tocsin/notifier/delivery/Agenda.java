package tocsin.notifier.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is to be done next about the open pages, and in which order.
final class Agenda {
    private final OpenDeliveries open;
    private final Past past;

    Agenda(OpenDeliveries open, Past past) {
        this.open = open;
        this.past = past;
    }

    /// A page's next step and when it is due.
    ///
    /// @param step as it is if it happens now
    private record Due(Delivery delivery, Instant at, Step step) {}

    /// A call that is due. Pages come before news; the first page of an incident before later ones;
    /// the worst first.
    private record Call(Delivery delivery, boolean paged, Instant at, Step.Started step)
            implements Comparable<Call> {
        private static final Comparator<Call> URGENT_FIRST =
                Comparator.<Call, Command.Kind>comparing(call -> call.command().kind())
                        .thenComparing(Call::paged)
                        .thenComparing(call -> call.command().message().severity())
                        .thenComparing(Call::at)
                        .thenComparingLong(call -> call.command().source().offset());

        Command.Notify command() {
            return delivery.command();
        }

        @Override
        public int compareTo(Call other) {
            return URGENT_FIRST.compare(this, other);
        }
    }

    /// The steps that are due.
    List<Step> decide(Instant now, Room room) {
        var steps = new ArrayList<Step>();
        var calls = new ArrayList<Call>();
        for (var delivery : open.all()) {
            if (delivery.stage() == Delivery.Stage.CALLING) {
                continue;
            }
            var due = next(delivery, now, room);
            if (due.at.isAfter(now)) {
                continue;
            }
            if (!(due.step instanceof Step.Started call)) {
                steps.add(due.step);
            } else if (!room.full(call.channel()) && !held(delivery, now, room)) {
                boolean paged = past.wasPaged(delivery.command().incident());
                calls.add(new Call(delivery, paged, due.at, call));
            }
        }
        calls.sort(null);
        for (var call : calls) {
            // Each call that begins may be the last before its target or its channel has had many.
            if (!held(call.delivery, now, room)
                    && !spent(call.delivery, call.step.channel(), now, room)
                    && room.take(call.step.channel(), now)) {
                steps.add(call.step);
                begin(call, now, room);
            }
        }
        return steps;
    }

    private static void begin(Call call, Instant now, Room room) {
        if (call.delivery.isFirst()) {
            room.begins(call.command(), now);
        }
        if (call.delivery.tried(call.step.channel())) {
            room.again(call.step.channel(), now);
        }
    }

    private static boolean spent(Delivery delivery, String channel, Instant now, Room room) {
        return delivery.tried(channel) && room.spent(channel, now);
    }

    /// When there is something to do next; nothing while no page is open or all wait for answers.
    Optional<Instant> nextDue(Instant now) {
        return open.all().stream()
                .filter(delivery -> delivery.stage() != Delivery.Stage.CALLING)
                .map(delivery -> next(delivery, now, Room.unbounded()).at)
                .min(Comparator.naturalOrder());
    }

    private static boolean held(Delivery delivery, Instant now, Room room) {
        return delivery.isFirst() && room.holds(delivery.command(), now);
    }

    /// Of a page that waits for no answer.
    private Due next(Delivery delivery, Instant now, Room room) {
        if (delivery.stage() == Delivery.Stage.SEEN) {
            return overdue(delivery, new Step.Queued(delivery.page(), now));
        }
        return past.takenBack(delivery, now)
                .map(reason -> overdue(delivery, withdrawal(delivery, now, reason)))
                .orElseGet(() -> turn(delivery, now, room));
    }

    private Due turn(Delivery delivery, Instant now, Room room) {
        var command = delivery.command();
        var turn =
                delivery.lanes()
                        .next(channel ->
                                room.shuns(channel, now) || spent(delivery, channel, now, room));
        if (turn.isEmpty()) {
            var reason = delivery.lanes().refusals();
            return overdue(delivery, new Step.Undeliverable(command.page(), now, reason));
        }
        var expires = command.expiresAt();
        if (waitsForEarlier(command) || !turn.get().at().isBefore(expires)) {
            return new Due(delivery, expires, withdrawal(delivery, now, Past.tooOld(command)));
        }
        var channel = turn.get().channel();
        var call = new Step.Started(command.page(), now, delivery.attempts() + 1, channel);
        return new Due(delivery, turn.get().at(), call);
    }

    /// News of an incident, and that it is over, come after what was said before. A page never
    /// waits.
    private boolean waitsForEarlier(Command.Notify command) {
        return !command.kind().wakes()
                && open.ofIncident(command.incident())
                        .map(Delivery::command)
                        .anyMatch(other ->
                                other.target().equals(command.target())
                                        && other.source().offset() < command.source().offset());
    }

    private static Due overdue(Delivery delivery, Step step) {
        return new Due(delivery, Instant.EPOCH, step);
    }

    private static Step withdrawal(Delivery delivery, Instant now, String reason) {
        return new Step.Withdrawn(delivery.page(), now, reason);
    }
}
