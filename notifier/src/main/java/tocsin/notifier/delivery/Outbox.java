package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every page of one partition, and what is to be done about it next. [#decide] and [#answer] only
/// say what the next steps are; a step counts once it is on the log and was given to [#apply]. So
/// whoever reads the log back stands where this stood.
///
/// ```
/// command --> queued --> started --> accepted
///                 ^          |-----> retry, unknown, refused --> waits for a channel's turn
///                 +----------+                                   or undeliverable, withdrawn
/// ```
public final class Outbox {
    /// How long an ended page is remembered, and how far the log is read back.
    public static final Duration MEMORY = Duration.ofHours(25);

    private final OpenDeliveries open = new OpenDeliveries();
    private final Map<String, Instant> ended = new HashMap<>();
    private final Map<String, Instant> withdrawn = new HashMap<>();
    private final Map<String, Resolution> resolved = new HashMap<>();
    private final Map<String, Instant> paged = new HashMap<>();
    private final Receipts receipts = new Receipts();

    /// Pages before news; the first page of an incident before later ones; the worst first.
    private final Comparator<Due> urgentFirst =
            Comparator.<Due, Command.Kind>comparing(due -> due.delivery.command().kind())
                    .thenComparing(due -> paged.containsKey(due.delivery.command().incident()))
                    .thenComparing(due -> due.delivery.command().message().severity())
                    .thenComparing(due -> due.at)
                    .thenComparingLong(due -> due.delivery.command().source().offset());

    private record Resolution(long offset, Instant at) {}

    /// A page's next step and when it is due.
    private record Due(Delivery delivery, Instant at, NextStep next) {
        Step step(Instant now) {
            return next.at(now);
        }
    }

    @FunctionalInterface
    private interface NextStep {
        Step at(Instant now);
    }

    /// Takes note of a command. A page already known stays as it is.
    public void apply(Command command) {
        switch (command) {
            case Command.Notify notify -> {
                if (!knows(notify.page())) {
                    open.put(Delivery.of(notify));
                }
                if (notify.kind() == Command.Kind.RESOLVED) {
                    resolved.merge(
                            notify.incident(),
                            new Resolution(notify.source().offset(), notify.source().recordedAt()),
                            (one, other) -> one.offset > other.offset ? one : other);
                }
            }
            case Command.Withdraw withdraw ->
                    withdrawn.putIfAbsent(withdraw.page(), withdraw.source().recordedAt());
        }
    }

    /// Takes note of a step that is on the log.
    public void apply(Step step) {
        var delivery = open.find(step.page());
        if (step instanceof Step.Started) {
            delivery.map(Delivery::command)
                    .filter(command -> command.kind() == Command.Kind.PAGE)
                    .ifPresent(command -> paged.putIfAbsent(command.incident(), step.at()));
        }
        if (step instanceof Step.Accepted accepted) {
            delivery.ifPresent(done -> receipts.add(done.command().incident(), accepted));
        }
        if (step instanceof Step.End) {
            delivery.ifPresent(open::remove);
            ended.putIfAbsent(step.page(), step.at());
        } else {
            delivery.ifPresent(standing -> open.put(standing.apply(step)));
        }
    }

    /// The steps that are due, to be put on the log and then applied; after each `Started`, the
    /// call of [#notification] is to be made. Ask again until nothing is due.
    public List<Step> decide(Instant now, Room room) {
        var steps = new ArrayList<Step>();
        var calls = new ArrayList<Due>();
        for (var delivery : open.all()) {
            next(delivery, now, room)
                    .filter(due -> !due.at.isAfter(now))
                    .ifPresent(due -> {
                        var step = due.step(now);
                        if (step instanceof Step.Started) {
                            calls.add(due);
                        } else {
                            steps.add(step);
                        }
                    });
        }
        calls.stream()
                .sorted(urgentFirst)
                .filter(due -> !held(due.delivery, now, room))
                .forEach(due -> {
                    var command = due.delivery.command();
                    if (due.step(now) instanceof Step.Started call
                            && room.take(call.channel(), now)) {
                        steps.add(call);
                        if (isFirst(due.delivery)) {
                            room.begins(command, now);
                        }
                    }
                });
        return steps;
    }

    /// Pages to the target that wait for nothing but their turn to be told, so that another one may
    /// speak for them.
    public List<Command.Notify> waiting(String target, Instant now) {
        return open.all().stream()
                .filter(delivery -> delivery.stage() == Delivery.Stage.WAITING)
                .filter(Outbox::isFirst)
                .filter(delivery -> delivery.command().target().equals(target))
                .filter(delivery -> takenBack(delivery, now).isEmpty())
                .map(Delivery::command)
                .toList();
    }

    private static boolean held(Delivery delivery, Instant now, Room room) {
        return isFirst(delivery) && room.holds(delivery.command(), now);
    }

    /// A page that was never sent. A drill's is none: it neither counts nor is it told in passing.
    private static boolean isFirst(Delivery delivery) {
        var command = delivery.command();
        return command.kind() == Command.Kind.PAGE
                && !command.message().drill()
                && delivery.attempts() == 0;
    }

    /// The step that a channel's answer to a request amounts to, to be put on the log and then
    /// applied; nothing when that request is not under way any more.
    public Optional<Step> answer(String page, int attempt, Outcome outcome, Instant now) {
        return open.find(page)
                .filter(delivery -> delivery.calls(attempt))
                .map(delivery -> delivery.answer(outcome, now));
    }

    /// What was under way when the log ends: `OutcomeUnknown` steps, to be put on the log and
    /// applied before anything else after a restart.
    public List<Step> interrupted(Instant now) {
        var cut = new Outcome.Unknown("the notifier stopped before the answer");
        return open.all().stream()
                .filter(delivery -> delivery.calls(delivery.attempts()))
                .map(delivery -> delivery.answer(cut, now))
                .toList();
    }

    /// The pages nobody has taken yet and that are still to be told.
    public List<Command.Notify> openPages(Instant now) {
        return open.all().stream()
                .filter(delivery -> takenBack(delivery, now).isEmpty())
                .map(Delivery::command)
                .filter(command -> command.kind().wakes() && !command.message().drill())
                .toList();
    }

    /// That an open page was told in another way than by a call of its own, as steps to be put on
    /// the log; nothing when it has ended.
    ///
    /// @param channel what the log calls that way
    public List<Step> told(String page, Instant at, String channel, String receipt) {
        return open.find(page)
                .map(delivery -> {
                    int attempt = delivery.attempts() + 1;
                    return List.<Step>of(
                            new Step.Started(page, at, attempt, channel),
                            new Step.Accepted(page, at, attempt, channel, receipt));
                })
                .orElse(List.of());
    }

    /// The request that an applied `Started` announces; nothing for any other step.
    public Optional<Notification> notification(Step step) {
        return step instanceof Step.Started started
                ? open.find(started.page())
                        .filter(delivery -> delivery.calls(started.attempt()))
                        .map(delivery ->
                                new Notification(
                                        delivery.command(),
                                        started.channel(),
                                        started.attempt(),
                                        delivery.unknowns() > 0,
                                        receipts.first(
                                                delivery.command().incident(), started.channel())))
                : Optional.empty();
    }

    /// The command of a page that has not ended.
    public Optional<Command.Notify> command(String page) {
        return open.find(page).map(Delivery::command);
    }

    /// When [#decide] has something to say next, in the past if it has now; nothing while no page
    /// is open or all wait for answers.
    public Optional<Instant> nextDue(Instant now) {
        return open.all().stream()
                .flatMap(delivery -> next(delivery, now, Room.unbounded()).stream())
                .map(due -> due.at)
                .min(Comparator.naturalOrder());
    }

    /// How many pages have not ended.
    public int size() {
        return open.all().size();
    }

    /// Drops what ended more than [#MEMORY] ago.
    public void forget(Instant now) {
        var horizon = now.minus(MEMORY);
        ended.values().removeIf(at -> at.isBefore(horizon));
        withdrawn.values().removeIf(at -> at.isBefore(horizon));
        resolved.values().removeIf(resolution -> resolution.at.isBefore(horizon));
        paged.values().removeIf(at -> at.isBefore(horizon));
        receipts.forget(horizon);
    }

    /// How every open page stands; for tests that compare a page's life with its history.
    List<Delivery> standing() {
        return List.copyOf(open.all());
    }

    private boolean knows(String page) {
        return ended.containsKey(page) || open.find(page).isPresent();
    }

    private Optional<Due> next(Delivery delivery, Instant now, Room room) {
        return switch (delivery.stage()) {
            case SEEN -> Optional.of(overdue(delivery, at -> new Step.Queued(delivery.page(), at)));
            case CALLING -> Optional.empty();
            case WAITING ->
                    Optional.of(
                            takenBack(delivery, now)
                                    .map(reason -> overdue(delivery, withdrawal(delivery, reason)))
                                    .orElseGet(() -> turn(delivery, now, room)));
        };
    }

    private Optional<String> takenBack(Delivery delivery, Instant now) {
        var command = delivery.command();
        if (withdrawn.containsKey(command.page())) {
            return Optional.of("taken back by the responder");
        }
        if (!now.isBefore(command.expiresAt())) {
            return Optional.of(tooOld(command));
        }
        return superseded(delivery)
                ? Optional.of("the incident was resolved before anybody was told")
                : Optional.empty();
    }

    private boolean superseded(Delivery delivery) {
        var command = delivery.command();
        var resolution = resolved.get(command.incident());
        boolean asks =
                command.kind() == Command.Kind.PAGE
                        || command.kind() == Command.Kind.APPROVAL_WANTED;
        return asks
                && delivery.attempts() == 0
                && resolution != null
                && resolution.offset > command.source().offset();
    }

    private Due turn(Delivery delivery, Instant now, Room room) {
        var command = delivery.command();
        var turn = delivery.lanes().next(channel -> room.shuns(channel, now));
        if (turn.isEmpty()) {
            var reason = delivery.lanes().refusals();
            return overdue(delivery, at -> new Step.Undeliverable(command.page(), at, reason));
        }
        var expires = command.expiresAt();
        if (waitsForEarlier(command) || !turn.get().at().isBefore(expires)) {
            return new Due(delivery, expires, withdrawal(delivery, tooOld(command)));
        }
        int attempt = delivery.attempts() + 1;
        var channel = turn.get().channel();
        return new Due(
                delivery,
                turn.get().at(),
                at -> new Step.Started(command.page(), at, attempt, channel));
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

    private static Due overdue(Delivery delivery, NextStep next) {
        return new Due(delivery, Instant.EPOCH, next);
    }

    private static NextStep withdrawal(Delivery delivery, String reason) {
        return at -> new Step.Withdrawn(delivery.page(), at, reason);
    }

    private static String tooOld(Command.Notify command) {
        return "not valid any more since " + command.expiresAt();
    }
}
