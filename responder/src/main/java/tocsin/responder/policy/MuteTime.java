package tocsin.responder.policy;

import tocsin.responder.oncall.Hours;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Hours of some days in which a policy tells nobody of some severities.
///
/// @param zone whose clock on the wall counts
public record MuteTime(Hours hours, ZoneId zone, Set<Severity> severities) {
    public MuteTime {
        severities = Set.copyOf(severities);
        if (severities.isEmpty()) {
            throw new IllegalArgumentException("a mute time needs the severities that it is for");
        }
    }

    /// Whether nobody is told of this severity at `at`.
    public boolean covers(Instant at, Severity severity) {
        return severities.contains(severity) && hours.cover(at, zone);
    }

    /// For people.
    public String text() {
        return "nobody is told of %s %s (%s)"
                .formatted(
                        new TreeSet<>(severities)
                                .stream().map(Severity::text).collect(Collectors.joining(", ")),
                        hours.text(),
                        zone);
    }
}
