package tocsin.responder.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// People who take turns. Hand-overs follow the clock on the wall: with a start at nine each is at
/// nine, also where a turn then lasts an hour more or less because the clocks change. A month after
/// the 31st is the last day of a shorter month.
///
/// @param start first hand-over, on the wall
/// @param every length of a turn, in `unit`
/// @param unit hours, days, weeks or months
/// @param members in the order of their turns; one may stand there more than once
record Rotation(LocalDateTime start, int every, ChronoUnit unit, List<String> members) {
    static final int MEMBERS_MAX = 200;

    Rotation {
        members = List.copyOf(members);
        if (members.isEmpty() || members.size() > MEMBERS_MAX) {
            throw new IllegalArgumentException(
                    "a rotation has 1 to %d members, not %d"
                            .formatted(MEMBERS_MAX, members.size()));
        }
        if (every < 1) {
            throw new IllegalArgumentException("a turn lasts longer than 0");
        }
    }

    /// Whose turn it is; nobody's before the first hand-over.
    Optional<String> onCall(Instant at, ZoneId zone) {
        long turn = turn(at, zone);
        return turn < 0
                ? Optional.empty()
                : Optional.of(members.get((int) (turn % members.size())));
    }

    /// The hand-overs in (from, to).
    Stream<Instant> handOvers(Instant from, Instant to, ZoneId zone) {
        return LongStream.iterate(Math.max(0, turn(from, zone)), turn -> turn + 1)
                .mapToObj(turn -> handOver(turn, zone))
                .takeWhile(moment -> moment.isBefore(to))
                .filter(moment -> moment.isAfter(from));
    }

    /// The number of the newest turn that has begun; negative before the first. The wall's clock
    /// tells it up to the hours that the clocks jump.
    private long turn(Instant at, ZoneId zone) {
        long turn = Math.floorDiv(unit.between(start, WallClock.show(at, zone)), every);
        if (turn < -1) {
            return turn;
        }
        while (!handOver(turn + 1, zone).isAfter(at)) {
            turn++;
        }
        while (turn >= 0 && handOver(turn, zone).isAfter(at)) {
            turn--;
        }
        return turn;
    }

    /// Counted from the start each time, so that a short month shortens no later one.
    private Instant handOver(long turn, ZoneId zone) {
        return WallClock.moment(start.plus(Math.multiplyExact(turn, every), unit), zone);
    }
}
