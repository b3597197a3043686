package tocsin.responder.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/// Rotations at every change of the clocks of three zones over seven years, one of them by half an
/// hour and in the other half of the year.
class ClockChangeTest {
    private static final LocalDateTime START = LocalDateTime.parse("2024-01-01T02:30");
    private static final Instant FIRST = Instant.parse("2024-01-02T00:00:00Z");
    private static final Instant LAST = Instant.parse("2031-01-01T00:00:00Z");
    private static final List<String> MEMBERS = List.of("a", "b", "c");

    private static final List<Rotation> ROTATIONS =
            List.of(
                    new Rotation(START, 1, ChronoUnit.HOURS, MEMBERS),
                    new Rotation(START, 12, ChronoUnit.HOURS, MEMBERS),
                    new Rotation(START, 1, ChronoUnit.DAYS, MEMBERS),
                    new Rotation(START, 1, ChronoUnit.WEEKS, MEMBERS),
                    new Rotation(START, 1, ChronoUnit.MONTHS, MEMBERS));

    /// The reference walks from the first hand-over, one after the other.
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Vienna", "America/New_York", "Australia/Lord_Howe"})
    void whoever_a_walk_from_the_start_finds_is_on_call(String name) {
        var zone = ZoneId.of(name);
        for (var rotation : ROTATIONS) {
            var handOvers = walk(rotation, zone);
            int turn = 0;
            for (var change : changes(zone)) {
                var at = change.getInstant().minus(Duration.ofHours(30));
                for (int i = 0; i < 60 * 4; i++, at = at.plus(Duration.ofMinutes(15))) {
                    while (!handOvers.get(turn + 1).isAfter(at)) {
                        turn++;
                    }
                    assertThat(rotation.onCall(at, zone))
                            .as("%s every %d %s", at, rotation.every(), rotation.unit())
                            .hasValue(MEMBERS.get(turn % MEMBERS.size()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Vienna", "America/New_York", "Australia/Lord_Howe"})
    void hand_overs_stay_at_the_same_time_on_the_wall(String name) {
        var zone = ZoneId.of(name);
        for (var rotation : ROTATIONS.subList(1, ROTATIONS.size())) {
            rotation.handOvers(FIRST, LAST, zone)
                    .map(moment -> moment.atZone(zone))
                    .filter(time -> time.getMinute() != 30 || time.getHour() % 12 != 2)
                    .forEach(
                            time -> assertThat(startsWithAJump(time)).as(time.toString()).isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Vienna", "America/New_York", "Australia/Lord_Howe"})
    void shifts_leave_no_gap_and_never_overlap(String name) {
        var zone = ZoneId.of(name);
        for (var rotation : ROTATIONS) {
            var schedule =
                    new Schedule(
                            "s",
                            zone,
                            List.of(new Layer(rotation, null, List.of())),
                            List.of(),
                            List.of());
            for (var change : changes(zone)) {
                var window =
                        new Span(
                                change.getInstant().minus(Duration.ofDays(2)),
                                change.getInstant().plus(Duration.ofDays(2)));
                var until = window.from();
                for (var shift : schedule.shifts(window)) {
                    assertThat(shift.span().from()).isEqualTo(until);
                    until = shift.span().to();
                }
                assertThat(until).isEqualTo(window.to());
                assertThat(schedule.gaps(window)).isEmpty();
            }
        }
    }

    private static boolean startsWithAJump(ZonedDateTime time) {
        var change = time.getZone().getRules().previousTransition(time.toInstant().plusMillis(1));
        return change.isGap() && change.getInstant().equals(time.toInstant());
    }

    private static List<Instant> walk(Rotation rotation, ZoneId zone) {
        var moments = new ArrayList<Instant>();
        for (int turn = 0; moments.isEmpty() || moments.getLast().isBefore(LAST); turn++) {
            moments.add(
                    WallClock.moment(
                            rotation.start().plus((long) turn * rotation.every(), rotation.unit()),
                            zone));
        }
        assertThat(moments).isSorted();
        return moments;
    }

    private static List<ZoneOffsetTransition> changes(ZoneId zone) {
        var changes = new ArrayList<ZoneOffsetTransition>();
        for (var change = zone.getRules().nextTransition(FIRST);
                change.getInstant().isBefore(LAST);
                change = zone.getRules().nextTransition(change.getInstant())) {
            changes.add(change);
        }
        assertThat(changes).hasSize(14);
        return changes;
    }
}
