package tocsin.responder.oncall;

import tocsin.schemas.identity.Ids;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Shifts as an iCalendar object (RFC 5545), for the calendars of those on call.
public final class Calendar {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Longest line in bytes, without its end (RFC 5545, 3.1).
    private static final int LINE_MAX = 75;

    private final StringBuilder text = new StringBuilder();

    private Calendar() {}

    /// One event for each shift. The same shift has the same id in every export.
    ///
    /// @param changedAt when the schedule was applied
    public static String of(Schedule schedule, List<Shift> shifts, Instant changedAt) {
        var calendar = new Calendar();
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line("PRODID:-//tocsin.dev//on call//EN");
        calendar.line("X-WR-CALNAME:" + escaped("On call: " + schedule.name()));
        shifts.forEach(shift -> calendar.event(schedule, shift, changedAt));
        calendar.line("END:VCALENDAR");
        return calendar.text.toString();
    }

    private void event(Schedule schedule, Shift shift, Instant changedAt) {
        var from = UTC.format(shift.span().from());
        line("BEGIN:VEVENT");
        line("UID:%s@tocsin.dev".formatted(Ids.hex(schedule.name(), shift.person(), from)));
        line("DTSTAMP:" + UTC.format(changedAt));
        line("DTSTART:" + from);
        line("DTEND:" + UTC.format(shift.span().to()));
        line("SUMMARY:" + escaped(shift.person() + " is on call for " + schedule.name()));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }

    /// Long lines go on in the next one behind a space; no character is torn.
    private void line(String content) {
        int used = 0;
        for (int at = 0; at < content.length(); ) {
            int point = content.codePointAt(at);
            int bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used + bytes > LINE_MAX) {
                text.append("\r\n ");
                used = 1;
            }
            text.appendCodePoint(point);
            used += bytes;
            at += Character.charCount(point);
        }
        text.append("\r\n");
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\R", "\\\\n")
                .replaceAll("\\p{Cntrl}", "");
    }
}
