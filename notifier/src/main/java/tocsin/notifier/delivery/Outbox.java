package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every page of one partition, and what is to be done about it next. [#decide] and [#answer] only
/// say what the next steps are; a step counts once it was given to [#apply], and nobody outside
/// hears of it before it is on the log. So whoever reads the log back stands where this stood.
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
    private final Past past = new Past();
    private final Agenda agenda = new Agenda(open, past);

    /// Takes note of a command. A page already known stays as it is.
    public void apply(Command command) {
        switch (command) {
            case Command.Notify notify -> {
                if (!knows(notify.page())) {
                    open.put(Delivery.of(notify));
                }
                if (notify.kind() == Command.Kind.RESOLVED) {
                    past.resolve(notify);
                }
            }
            case Command.Withdraw withdraw -> past.withdraw(withdraw);
        }
    }

    /// Takes note of a step that is on the log.
    public void apply(Step step) {
        var delivery = open.find(step.page());
        if (step instanceof Step.Started) {
            delivery.map(Delivery::command)
                    .filter(command -> command.kind() == Command.Kind.PAGE)
                    .ifPresent(command -> past.paged(command.incident(), step.at()));
        }
        if (step instanceof Step.Accepted accepted) {
            delivery.ifPresent(done -> past.accepted(done.command().incident(), accepted));
        }
        if (step instanceof Step.End) {
            delivery.ifPresent(open::remove);
            past.ended(step.page(), step.at());
        } else {
            delivery.ifPresent(standing -> open.put(standing.apply(step)));
        }
    }

    /// The steps that are due, to be put on the log and then applied; after each `Started`, the
    /// call of [#notification] is to be made. Ask again until nothing is due.
    public List<Step> decide(Instant now, Room room) {
        return agenda.decide(now, room);
    }

    /// Pages to the target that wait for nothing but their turn to be told, so that another one may
    /// speak for them.
    public List<Command.Notify> waiting(String target, Instant now) {
        return open.all().stream()
                .filter(delivery -> delivery.stage() == Delivery.Stage.WAITING)
                .filter(Delivery::isFirst)
                .filter(delivery -> delivery.command().target().equals(target))
                .filter(delivery -> past.takenBack(delivery, now).isEmpty())
                .map(Delivery::command)
                .toList();
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
                .filter(delivery -> past.takenBack(delivery, now).isEmpty())
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
                                        past.receipts()
                                                .first(
                                                        delivery.command().incident(),
                                                        started.channel())))
                : Optional.empty();
    }

    /// The command of a page that has not ended.
    public Optional<Command.Notify> command(String page) {
        return open.find(page).map(Delivery::command);
    }

    /// When [#decide] has something to say next, in the past if it has now; nothing while no page
    /// is open or all wait for answers.
    public Optional<Instant> nextDue(Instant now) {
        return agenda.nextDue(now);
    }

    /// How many pages have not ended.
    public int size() {
        return open.all().size();
    }

    /// Drops what ended more than [#MEMORY] ago.
    public void forget(Instant now) {
        past.forget(now.minus(MEMORY));
    }

    /// How every open page stands; for tests that compare a page's life with its history.
    List<Delivery> standing() {
        return List.copyOf(open.all());
    }

    private boolean knows(String page) {
        return past.hasEnded(page) || open.find(page).isPresent();
    }
}
