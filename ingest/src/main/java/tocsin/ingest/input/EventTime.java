package tocsin.ingest.input;

import java.time.Duration;
import java.time.Instant;

/// Which event times are taken: not far ahead of ingest's clock, and within the longest window that
/// the detector looks at. Nothing is moved into bounds.
public enum EventTime {
    IN_BOUNDS,
    TOO_FAR_AHEAD,
    TOO_OLD;

    /// How far a sender's clock may be ahead of ours.
    public static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    /// The longest window.
    public static final Duration MAX_AGE = Duration.ofDays(31);

    /// How `at` stands to `now`.
    public static EventTime of(Instant at, Instant now) {
        if (at.isAfter(now.plus(MAX_AHEAD))) {
            return TOO_FAR_AHEAD;
        }
        return at.isBefore(now.minus(MAX_AGE)) ? TOO_OLD : IN_BOUNDS;
    }

    /// What is wrong, for people.
    public String problem(Instant at, Instant now) {
        return switch (this) {
            case IN_BOUNDS -> "";
            case TOO_FAR_AHEAD ->
                    "%s is more than %d s ahead of %s here"
                            .formatted(at, MAX_AHEAD.toSeconds(), now);
            case TOO_OLD -> "%s is more than %d days ago".formatted(at, MAX_AGE.toDays());
        };
    }
}
