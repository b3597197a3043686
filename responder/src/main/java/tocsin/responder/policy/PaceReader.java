package tocsin.responder.policy;

import org.jspecify.annotations.Nullable;

import tocsin.runtime.definitions.Field;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads the times of an escalation policy. What it leaves out is the built-in.
final class PaceReader {
    private static final String NEVER = "never";

    private PaceReader() {}

    static Pace pace(Field spec) {
        var absent = Pace.BUILT_IN;
        return new Pace(
                bySeverity(spec.get("respondWithin"), absent.respondWithin()),
                bySeverity(spec.get("updateEvery"), absent.updateEvery()),
                time(spec.get("sev1After"), absent.sev1After()),
                time(spec.get("acknowledgedFor"), absent.acknowledgedFor()),
                time(spec.get("lowerAfter"), absent.lowerAfter()),
                time(spec.get("reopenWithin"), absent.reopenWithin()),
                time(spec.get("holdForDependencies"), absent.holdForDependencies()),
                flapping(spec.get("flappingAfter")),
                Optional.ofNullable(time(spec.get("calmFor"), absent.calmFor()))
                        .orElseThrow(() -> spec.get("calmFor").wrong("is a time, not never")));
    }

    /// One time for all severities, or a time for each that is named.
    static Map<Severity, Duration> bySeverity(Field field, Map<Severity, Duration> absent) {
        if (!field.present()) {
            return absent;
        }
        var times = new EnumMap<Severity, Duration>(Severity.class);
        if (field.isText()) {
            var time = positive(field);
            for (var severity : Severity.values()) {
                times.put(severity, time);
            }
        } else {
            for (var row : Documents.members(field)) {
                times.put(row.reading(() -> Severity.of(row.key())), positive(row));
            }
        }
        return times;
    }

    private static @Nullable Duration time(Field field, @Nullable Duration absent) {
        if (!field.present()) {
            return absent;
        }
        return field.text().equals(NEVER) ? null : positive(field);
    }

    private static Duration positive(Field field) {
        var time = field.duration();
        if (!time.isPositive()) {
            throw field.wrong("must be longer than 0");
        }
        return time;
    }

    private static int flapping(Field field) {
        int times = field.optional().map(Field::integer).orElse(Pace.BUILT_IN.flappingAfter());
        if (times < 1) {
            throw field.wrong("is a number from 1");
        }
        return times;
    }
}
