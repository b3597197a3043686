package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiFunction;

/// Many pages on a virtual clock whose calls take time: an outbox, circuits, a budget for retries,
/// and so many calls at a time to each channel.
final class Traffic {
    static final Duration TICK = Duration.ofMillis(100);
    private static final int PER_CHANNEL = 50;

    /// How a channel treats a call.
    record Reaction(Outcome outcome, Duration after) {}

    /// One call as the provider saw it.
    record Call(Instant at, String page, String channel) {}

    private record Due(Instant at, Call call, int attempt, Reaction reaction) {}

    final List<Call> calls = new ArrayList<>();
    final Map<String, Instant> told = new HashMap<>();
    final Map<String, Step.End> ended = new HashMap<>();
    final Circuits circuits = new Circuits();
    private final RetryBudget retries = new RetryBudget();
    private final Outbox outbox = new Outbox();
    private final BiFunction<String, Instant, Reaction> channels;
    private final PriorityQueue<Due> answers = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Map<String, Integer> underWay = new HashMap<>();
    private Instant now = Pages.NINE;

    private final Room room =
            new Room() {
                @Override
                public boolean take(String channel, Instant at) {
                    boolean room =
                            underWay.getOrDefault(channel, 0) < PER_CHANNEL
                                    && circuits.take(channel, at);
                    underWay.merge(channel, room ? 1 : 0, Integer::sum);
                    return room;
                }

                @Override
                public boolean shuns(String channel, Instant at) {
                    return circuits.shuns(channel, at);
                }

                @Override
                public boolean spent(String channel, Instant at) {
                    return retries.spent(channel, at);
                }

                @Override
                public void again(String channel, Instant at) {
                    retries.again(channel, at);
                }
            };

    /// @param channels how a channel treats a call at a time
    Traffic(BiFunction<String, Instant, Reaction> channels) {
        this.channels = channels;
    }

    Instant now() {
        return now;
    }

    void tell(Command.Notify command) {
        told.put(command.page(), now);
        outbox.apply(command);
    }

    /// Lets one tick pass.
    void tick() {
        now = now.plus(TICK);
        while (!answers.isEmpty() && !answers.peek().at.isAfter(now)) {
            answer(answers.remove());
        }
        for (var steps = outbox.decide(now, room);
                !steps.isEmpty();
                steps = outbox.decide(now, room)) {
            steps.forEach(this::apply);
        }
    }

    private void apply(Step step) {
        if (step instanceof Step.End end) {
            ended.put(step.page(), end);
        }
        outbox.apply(step);
        if (step instanceof Step.Started(var page, _, int attempt, var channel)) {
            var call = new Call(now, page, channel);
            calls.add(call);
            var reaction = channels.apply(channel, now);
            answers.add(new Due(now.plus(reaction.after), call, attempt, reaction));
        }
    }

    private void answer(Due due) {
        var channel = due.call.channel;
        underWay.merge(channel, -1, Integer::sum);
        circuits.note(channel, due.reaction.outcome, due.reaction.after, now);
        if (due.reaction.outcome instanceof Outcome.Accepted) {
            retries.accepted(channel, now);
        }
        outbox.answer(due.call.page, due.attempt, due.reaction.outcome, now).ifPresent(this::apply);
    }
}
