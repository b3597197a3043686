package tocsin.responder;

import static java.time.temporal.ChronoUnit.DAYS;

import tocsin.responder.incident.Incident;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where an incident stands, in words.
final class Standing {
    private static final DateTimeFormatter TODAY = utc("HH:mm 'UTC'");
    private static final DateTimeFormatter OTHER_DAY = utc("yyyy-MM-dd HH:mm 'UTC'");

    private Standing() {}

    /// Its status; by when people hear more, or how long it lasted.
    ///
    /// @param now the time of the decision
    static String of(Incident incident, Instant now) {
        return switch (incident.status()) {
            case OPEN -> "open, nobody has acknowledged" + nextUpdate(incident, now);
            case ACKNOWLEDGED ->
                    "acknowledged by " + incident.acknowledgedBy() + nextUpdate(incident, now);
            case RESOLVED -> "resolved" + lasted(incident);
        };
    }

    /// By the reminder's own time: it goes out then, unless a person says something before.
    private static String nextUpdate(Incident incident, Instant now) {
        var due = incident.deadlines().updateBy();
        if (due == null || due.isBefore(now)) {
            return "";
        }
        boolean today = due.truncatedTo(DAYS).equals(now.truncatedTo(DAYS));
        return "; next update by " + (today ? TODAY : OTHER_DAY).format(due);
    }

    private static String lasted(Incident incident) {
        var end = incident.resolvedAt();
        return end == null || end.isBefore(incident.openedAt())
                ? ""
                : " after " + text(Duration.between(incident.openedAt(), end));
    }

    /// The two greatest units, such as `1 h 12 min`.
    private static String text(Duration time) {
        if (time.toDays() > 0) {
            return parts(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return parts(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String parts(long many, String unit, int few, String smaller) {
        return many + " " + unit + (few == 0 ? "" : " " + few + " " + smaller);
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
