package tocsin.responder.oncall;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hours of some days, by the clock on the wall.
///
/// @param days the days of the week on which they begin
/// @param monthDays the days of the month on which they begin, 1 to 31, or from its end -1 to -31;
///   empty for all. Both have to hold
/// @param to the first moment after them; not after `from` means on the next day
public record Hours(Set<DayOfWeek> days, Set<Integer> monthDays, LocalTime from, LocalTime to) {
    public static final int MONTH_DAYS = 31;

    public Hours {
        days = Set.copyOf(days);
        monthDays = Set.copyOf(monthDays);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("hours need at least one day");
        }
        if (!monthDays.stream().allMatch(day -> day != 0 && Math.abs(day) <= MONTH_DAYS)) {
            throw new IllegalArgumentException("days of a month are 1 to 31, or -1 to -31");
        }
    }

    /// Whether they cover `at`.
    public boolean cover(Instant at, ZoneId zone) {
        return spans(new Span(at, at.plusNanos(1)), zone).findAny().isPresent();
    }

    /// Each time they come, as far as it has a part in `within`, oldest first.
    public Stream<Span> spans(Span within, ZoneId zone) {
        var first = WallClock.show(within.from(), zone).toLocalDate().minusDays(1);
        var last = WallClock.show(within.to(), zone).toLocalDate().plusDays(1);
        return first.datesUntil(last)
                .filter(this::begin)
                .flatMap(day -> on(day, zone).stream())
                .filter(span -> span.from().isBefore(within.to()))
                .filter(span -> span.to().isAfter(within.from()));
    }

    /// Beginnings and ends in (from, to).
    Stream<Instant> edges(Instant from, Instant to, ZoneId zone) {
        return spans(new Span(from, to), zone)
                .flatMap(span -> Stream.of(span.from(), span.to()))
                .filter(edge -> edge.isAfter(from) && edge.isBefore(to));
    }

    /// For people.
    public String text() {
        var week =
                new TreeSet<>(days)
                        .stream()
                                .map(day -> day.name().substring(0, 3))
                                .collect(Collectors.joining(", "));
        var month =
                new TreeSet<>(monthDays)
                        .stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "on %s%s from %s to %s"
                .formatted(week, month.isEmpty() ? "" : " of days " + month, from, to);
    }

    private boolean begin(LocalDate day) {
        int fromStart = day.getDayOfMonth();
        int fromEnd = fromStart - day.lengthOfMonth() - 1;
        return days.contains(day.getDayOfWeek())
                && (monthDays.isEmpty()
                        || monthDays.contains(fromStart)
                        || monthDays.contains(fromEnd));
    }

    /// Nothing where the clocks skip all of it.
    private Optional<Span> on(LocalDate day, ZoneId zone) {
        var begins = WallClock.moment(day.atTime(from), zone);
        var ends = WallClock.moment((to.isAfter(from) ? day : day.plusDays(1)).atTime(to), zone);
        return begins.isBefore(ends) ? Optional.of(new Span(begins, ends)) : Optional.empty();
    }
}
