package tocsin.detector.slo;

import tocsin.runtime.definitions.Field;
import tocsin.runtime.definitions.Wording;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/// Reads the compliance period of an SLO.
final class PeriodReader {
    private static final Pattern START =
            Pattern.compile("(19[7-9]|20\\d)\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

    private PeriodReader() {}

    /// @param windows `timeWindow` of an SLO
    static Period read(Field windows) {
        var all = windows.items();
        if (all.size() != 1) {
            throw windows.wrong("has " + all.size() + " entries; one is needed");
        }
        var window = all.getFirst();
        var rolling = window.get("isRolling");
        var calendar = window.get("calendar");
        if (calendar.present()) {
            if (rolling.present() && rolling.flag()) {
                throw rolling.wrong("is true, but there is a calendar; a window is one of both");
            }
            return calendar(window.get("duration"), calendar);
        }
        if (!rolling.flag()) {
            throw rolling.wrong("is false, and there is no calendar");
        }
        var length = window.get("duration").duration();
        return window.get("duration").reading(() -> Period.rolling(length.toMillis()));
    }

    private static Period calendar(Field length, Field calendar) {
        var start = calendar.get("startTime");
        var zone = calendar.get("timeZone");
        var at = start.text();
        if (!START.matcher(at).matches()) {
            throw start.wrong(
                    "%s is no date and time such as 2026-01-01 00:00:00"
                            .formatted(Wording.quoted(at)));
        }
        var from = start.reading(() -> dateTime(at));
        if (!ZoneId.getAvailableZoneIds().contains(zone.text())) {
            throw zone.wrong(
                    "%s is no zone of the IANA database, such as UTC or Europe/Berlin"
                            .formatted(Wording.quoted(zone.text())));
        }
        return length.reading(
                () -> Period.Calendar.of(length.text(), from, ZoneId.of(zone.text())));
    }

    private static LocalDateTime dateTime(String text) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is on no calendar", e);
        }
    }
}
