package tocsin.responder.oncall;

import tocsin.responder.oncall.Schedule.Replacement;
import tocsin.responder.oncall.Schedule.Swap;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Reads schedules and hours as operators write them. What makes no sense is refused with the
/// reason.
public final class ScheduleReader {
    private static final Pattern EVERY = Pattern.compile("(\\d{1,3})(mo|h|d|w)");
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,2})\\.\\.(-?\\d{1,2})");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of(
                    "h", ChronoUnit.HOURS,
                    "d", ChronoUnit.DAYS,
                    "w", ChronoUnit.WEEKS,
                    "mo", ChronoUnit.MONTHS);

    private ScheduleReader() {}

    /// A document of kind `Schedule`.
    public static Schedule schedule(Document document) {
        var spec = Field.of(document).get("spec");
        var zone = zone(spec.get("timeZone"));
        var layers = list(spec.get("layers")).stream().map(layer -> layer(layer, zone)).toList();
        var replacements =
                list(spec.get("overrides")).stream()
                        .map(one -> new Replacement(one.get("person").text(), span(one, zone)))
                        .toList();
        var swaps = list(spec.get("swaps")).stream().map(swap -> swap(swap, zone)).toList();
        return spec.reading(() -> new Schedule(document.name(), zone, layers, replacements, swaps));
    }

    /// An IANA zone, such as `Europe/Vienna`.
    public static ZoneId zone(Field field) {
        try {
            return ZoneId.of(field.text());
        } catch (DateTimeException e) {
            throw field.wrong(
                    "'" + field.text() + "' is no time zone; write one such as Europe/Vienna");
        }
    }

    /// Hours such as `{days: [MON, FRI], from: "09:00", to: "17:00"}`. Without days: every day;
    /// without times: the whole day. `monthDays: [1, "8..14", -1]` are days of the month.
    public static Hours hours(Field field) {
        var days = days(field.get("days"));
        var monthDays = monthDays(field.get("monthDays"));
        var from = time(field.get("from"));
        var to = time(field.get("to"));
        return field.reading(() -> new Hours(days, monthDays, from, to));
    }

    private static Layer layer(Field field, ZoneId zone) {
        var members = field.get("members").items().stream().map(Field::text).toList();
        var start = local(field.get("start"));
        var rotation = rotation(field.get("every"), start, members);
        return new Layer(
                rotation,
                field.get("end").optional().map(end -> moment(end, zone)).orElse(null),
                list(field.get("restrictions")).stream().map(ScheduleReader::hours).toList());
    }

    private static Rotation rotation(Field every, LocalDateTime start, List<String> members) {
        var match = EVERY.matcher(every.text());
        var unit =
                match.matches()
                        ? Optional.ofNullable(UNITS.get(match.group(2)))
                        : Optional.<ChronoUnit>empty();
        if (unit.isEmpty()) {
            throw every.wrong(
                    "'%s' is no length of a turn; write a number and one of h d w mo, such as 12h,"
                                    .formatted(every.text())
                            + " 1w, 1mo");
        }
        return every.reading(
                () -> new Rotation(start, Integer.parseInt(match.group(1)), unit.get(), members));
    }

    private static Swap swap(Field swap, ZoneId zone) {
        var between = swap.get("between").items().stream().map(Field::text).toList();
        if (between.size() != 2) {
            throw swap.get("between").wrong("a swap is between two people");
        }
        return new Swap(between.getFirst(), between.getLast(), span(swap, zone));
    }

    /// A stretch such as `{from: 2026-01-05T09:00, to: 2026-01-06T09:00}`.
    public static Span span(Field field, ZoneId zone) {
        var from = moment(field.get("from"), zone);
        var to = moment(field.get("to"), zone);
        return field.reading(() -> new Span(from, to));
    }

    /// On the wall of the schedule's zone, or with an offset of its own.
    private static Instant moment(Field field, ZoneId zone) {
        try {
            return OffsetDateTime.parse(field.text()).toInstant();
        } catch (DateTimeParseException e) {
            return WallClock.moment(local(field), zone);
        }
    }

    private static LocalDateTime local(Field field) {
        try {
            return LocalDateTime.parse(field.text());
        } catch (DateTimeParseException e) {
            throw field.wrong(
                    "'" + field.text() + "' is no time; write one such as 2026-01-05T09:00");
        }
    }

    private static LocalTime time(Field field) {
        if (!field.present() || field.text().equals("24:00")) {
            return LocalTime.MIDNIGHT;
        }
        try {
            return LocalTime.parse(field.text());
        } catch (DateTimeParseException e) {
            throw field.wrong("'" + field.text() + "' is no time; write one such as \"09:00\"");
        }
    }

    private static Set<DayOfWeek> days(Field field) {
        if (!field.present()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        field.items().forEach(day -> days.add(day(day)));
        return days;
    }

    private static Set<Integer> monthDays(Field field) {
        var days = new TreeSet<Integer>();
        for (var item : list(field)) {
            var range = item.isText() ? RANGE.matcher(item.text()) : null;
            if (range == null) {
                days.add(item.integer());
            } else if (range.matches() && ordered(range.group(1), range.group(2))) {
                int from = Integer.parseInt(range.group(1));
                int to = Integer.parseInt(range.group(2));
                IntStream.rangeClosed(from, to).filter(day -> day != 0).forEach(days::add);
            } else {
                throw item.wrong(
                        "'%s' are no days of a month; write such as 1, -1 or \"1..7\""
                                .formatted(item.text()));
            }
        }
        return days;
    }

    private static boolean ordered(String from, String to) {
        return Integer.parseInt(from) <= Integer.parseInt(to);
    }

    private static DayOfWeek day(Field field) {
        var text = field.text().toUpperCase(Locale.ROOT);
        for (var day : DayOfWeek.values()) {
            if (day.name().startsWith(text) && text.length() >= 3) {
                return day;
            }
        }
        throw field.wrong("'" + field.text() + "' is no day; those are MON to SUN");
    }

    private static List<Field> list(Field field) {
        return field.present() ? field.items() : List.of();
    }
}
