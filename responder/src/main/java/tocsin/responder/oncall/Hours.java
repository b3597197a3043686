package tocsin.responder.oncall;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Stream;

/// Hours of some days of the week, by the clock on the wall.
///
/// @param days the days on which they begin
/// @param to the first moment after them; not after `from` means on the next day
public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Hours {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("hours need at least one day");
        }
    }

    /// Whether they cover `at`.
    public boolean cover(Instant at, ZoneId zone) {
        var today = WallClock.show(at, zone).toLocalDate();
        return covers(today, at, zone) || covers(today.minusDays(1), at, zone);
    }

    /// Beginnings and ends in (from, to).
    Stream<Instant> edges(Instant from, Instant to, ZoneId zone) {
        var first = WallClock.show(from, zone).toLocalDate().minusDays(1);
        var last = WallClock.show(to, zone).toLocalDate().plusDays(1);
        return first.datesUntil(last)
                .filter(this::begin)
                .flatMap(day -> Stream.of(begins(day, zone), ends(day, zone)))
                .filter(edge -> edge.isAfter(from) && edge.isBefore(to));
    }

    private boolean covers(LocalDate day, Instant at, ZoneId zone) {
        return begin(day) && !at.isBefore(begins(day, zone)) && at.isBefore(ends(day, zone));
    }

    private boolean begin(LocalDate day) {
        return days.contains(day.getDayOfWeek());
    }

    private Instant begins(LocalDate day, ZoneId zone) {
        return WallClock.moment(day.atTime(from), zone);
    }

    private Instant ends(LocalDate day, ZoneId zone) {
        return WallClock.moment((to.isAfter(from) ? day : day.plusDays(1)).atTime(to), zone);
    }
}
