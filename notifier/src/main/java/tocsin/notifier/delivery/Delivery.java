package tocsin.notifier.delivery;

import java.time.Instant;

/// How one page that has not ended stands: what its steps add up to.
///
/// @param attempts how many requests were begun
/// @param unknowns how many of them ended without an answer
record Delivery(Command.Notify command, Stage stage, int attempts, int unknowns, Lanes lanes) {
    enum Stage {
        /// Read, but not yet on the log as queued.
        SEEN,
        /// Waits for a channel's turn.
        WAITING,
        /// A request is under way.
        CALLING
    }

    static Delivery of(Command.Notify command) {
        return new Delivery(command, Stage.SEEN, 0, 0, Lanes.of(command.channels()));
    }

    /// Applies one step other than the last. The answer to an attempt that is not under way any
    /// more changes nothing.
    Delivery apply(Step step) {
        return switch (step) {
            case Step.Queued _ ->
                    stage == Stage.SEEN
                            ? new Delivery(command, Stage.WAITING, attempts, unknowns, lanes)
                            : this;
            case Step.Started(_, var at, int attempt, var channel) ->
                    lanes.has(channel)
                            ? new Delivery(
                                    command,
                                    Stage.CALLING,
                                    attempt,
                                    unknowns,
                                    lanes.started(channel, at))
                            : this;
            case Step.Retry retry ->
                    calls(retry.attempt())
                            ? waiting(unknowns, lanes.postponed(retry.channel(), retry.until()))
                            : this;
            case Step.Refused refused ->
                    calls(refused.attempt())
                            ? waiting(unknowns, lanes.refused(refused.channel(), refused.reason()))
                            : this;
            case Step.OutcomeUnknown unknown ->
                    calls(unknown.attempt()) ? waiting(unknowns + 1, cut(unknown)) : this;
            case Step.End _ -> this;
        };
    }

    /// Whether the channel was called before.
    boolean tried(String channel) {
        return attempts > 0 && lanes.tries(channel) > 0;
    }

    /// Whether this attempt is under way.
    boolean calls(int attempt) {
        return stage == Stage.CALLING && attempts == attempt;
    }

    /// A page that was never sent. A drill's is none: it neither counts nor is it told in passing.
    boolean isFirst() {
        return command.kind() == Command.Kind.PAGE && !command.message().drill() && attempts == 0;
    }

    /// The step that an answer to the attempt under way amounts to.
    Step answer(Outcome outcome, Instant now) {
        var channel = lanes.channel();
        return switch (outcome) {
            case Outcome.Accepted(var receipt) ->
                    new Step.Accepted(page(), now, attempts, channel, receipt);
            case Outcome.TryAgain(var reason, var after) -> {
                var delay = Backoff.delay(page(), attempts, lanes.tries(channel), after);
                yield new Step.Retry(page(), now, attempts, channel, now.plus(delay), reason);
            }
            case Outcome.Refused(var reason) ->
                    new Step.Refused(page(), now, attempts, channel, reason);
            case Outcome.Unknown(var reason) ->
                    new Step.OutcomeUnknown(page(), now, attempts, channel, reason);
        };
    }

    String page() {
        return command.page();
    }

    private Lanes cut(Step.OutcomeUnknown unknown) {
        var delay = Backoff.delay(page(), unknown.attempt(), lanes.tries(unknown.channel()));
        return lanes.cut(unknown.channel(), unknown.at(), unknown.at().plus(delay));
    }

    private Delivery waiting(int nextUnknowns, Lanes nextLanes) {
        return new Delivery(command, Stage.WAITING, attempts, nextUnknowns, nextLanes);
    }
}
