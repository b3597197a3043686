package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The channels of one page in the order to try, and whose turn it is. A channel keeps its turn for
/// 15 s of retrying; then the next has it, after the last the first again. A channel that refused
/// has no turn any more.
record Lanes(List<Lane> lanes, int current) {
    private static final Duration TURN = Duration.ofSeconds(15);

    /// The longest that one call takes while somebody is there.
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    /// @param refusal why it will never take the page; empty while it may
    /// @param tries how often it was tried
    /// @param since when its turn began
    /// @param notBefore not tried again before
    record Lane(String channel, String refusal, int tries, Instant since, Instant notBefore) {
        boolean open() {
            return refusal.isEmpty();
        }

        boolean keepsTurn() {
            return open() && (tries == 0 || notBefore.isBefore(since.plus(TURN)));
        }
    }

    /// Who is to be called next, and from when on.
    record Turn(String channel, Instant at) {}

    static Lanes of(List<String> channels) {
        return new Lanes(
                channels.stream()
                        .map(channel -> new Lane(channel, "", 0, Instant.EPOCH, Instant.EPOCH))
                        .toList(),
                0);
    }

    /// The next turn; nothing when every channel has refused.
    ///
    /// @param shunned channels that lose their turn as long as another is left
    Optional<Turn> next(Predicate<String> shunned) {
        Predicate<Lane> willing = lane -> lane.open() && !shunned.test(lane.channel);
        // Nearly always; all else is for when the channel is in trouble.
        if (!lanes.isEmpty() && willing.and(Lane::keepsTurn).test(lanes.get(current))) {
            return Optional.of(turn(lanes.get(current)));
        }
        if (lanes.stream().noneMatch(willing)) {
            willing = Lane::open;
        }
        if (!lanes.isEmpty() && willing.and(Lane::keepsTurn).test(lanes.get(current))) {
            return Optional.of(turn(lanes.get(current)));
        }
        return IntStream.rangeClosed(1, lanes.size())
                .mapToObj(distance -> lanes.get((current + distance) % lanes.size()))
                .filter(willing)
                .min(Comparator.comparing(Lane::notBefore).thenComparingInt(this::distance))
                .map(Lanes::turn);
    }

    boolean has(String channel) {
        return indexOf(channel).isPresent();
    }

    /// The channel whose turn it is.
    String channel() {
        return lanes.get(current).channel();
    }

    /// How often the channel has been tried.
    int tries(String channel) {
        return indexOf(channel).map(index -> lanes.get(index).tries()).orElse(0);
    }

    Lanes started(String channel, Instant at) {
        return indexOf(channel)
                .map(index -> {
                    boolean goesOn = index == current && lanes.get(index).keepsTurn();
                    return with(
                            index,
                            index,
                            lane ->
                                    new Lane(
                                            channel,
                                            lane.refusal,
                                            lane.tries + 1,
                                            goesOn && lane.tries > 0 ? lane.since : at,
                                            lane.notBefore));
                })
                .orElse(this);
    }

    Lanes postponed(String channel, Instant until) {
        return change(
                channel, lane -> new Lane(channel, lane.refusal, lane.tries, lane.since, until));
    }

    /// After a call whose outcome is not known. Time in which nobody was there to call does not use
    /// up the turn: the channel that may have it already is asked first, under the same id.
    Lanes cut(String channel, Instant at, Instant until) {
        var resumed = at.minus(CALL_LIMIT);
        return change(
                channel,
                lane ->
                        new Lane(
                                channel,
                                lane.refusal,
                                lane.tries,
                                lane.tries == 1 && lane.since.isBefore(resumed)
                                        ? resumed
                                        : lane.since,
                                until));
    }

    Lanes refused(String channel, String reason) {
        var refusal = reason.isEmpty() ? "refused" : reason;
        return change(
                channel,
                lane -> new Lane(channel, refusal, lane.tries, lane.since, lane.notBefore));
    }

    /// Every refusal, for people.
    String refusals() {
        return lanes.isEmpty()
                ? "the command names no channel"
                : lanes.stream()
                        .map(lane -> lane.channel + ": " + lane.refusal)
                        .collect(Collectors.joining("; "));
    }

    private static Turn turn(Lane lane) {
        return new Turn(lane.channel, lane.notBefore);
    }

    private int distance(Lane lane) {
        return Math.floorMod(lanes.indexOf(lane) - current - 1, lanes.size());
    }

    private Lanes change(String channel, UnaryOperator<Lane> change) {
        return indexOf(channel).map(index -> with(current, index, change)).orElse(this);
    }

    private Lanes with(int nextCurrent, int index, UnaryOperator<Lane> change) {
        var changed = new ArrayList<>(lanes);
        changed.set(index, change.apply(lanes.get(index)));
        return new Lanes(List.copyOf(changed), nextCurrent);
    }

    private Optional<Integer> indexOf(String channel) {
        return IntStream.range(0, lanes.size())
                .filter(index -> lanes.get(index).channel().equals(channel))
                .boxed()
                .findFirst();
    }
}
