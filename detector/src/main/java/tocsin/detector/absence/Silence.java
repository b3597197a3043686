package tocsin.detector.absence;

import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A service fell silent, or is no longer.
///
/// @param breach id of the breach: the same until it has ended
/// @param at the tick that decided, epoch milliseconds
/// @param since the tick at which it began to fire, epoch milliseconds
/// @param length of the silence while it fires, of the breach once it has ended, in milliseconds
/// @param lastAt when it was last heard, epoch milliseconds
/// @param pause the longest that was usual, in milliseconds
public record Silence(
        Kind kind,
        String service,
        String sli,
        String breach,
        long at,
        long since,
        long length,
        long lastAt,
        long pause) {
    /// Class of the facet.
    public static final String NAME = "NO_DATA";

    /// What happened.
    public enum Kind {
        FIRING,
        /// It is heard again.
        CLEARED,
        /// No objective counts the indicator any more.
        WITHDRAWN
    }

    /// Whether the service is missed after this.
    public boolean firing() {
        return kind == Kind.FIRING;
    }

    /// How often was told of it: 1, then 2.
    public int revision() {
        return firing() ? 1 : 2;
    }

    /// The evidence in one plain sentence.
    public String text() {
        return switch (kind) {
            case FIRING ->
                    "%s: nothing was heard of %s for %s, last at %s; usual is a sample every %s at least"
                            .formatted(service, sli, text(length), time(lastAt), text(pause));
            case CLEARED ->
                    "%s: %s is heard again, %s after it was missed"
                            .formatted(service, sli, text(length));
            case WITHDRAWN ->
                    "%s: no objective counts %s any more, so nobody misses it"
                            .formatted(service, sli);
        };
    }

    private static String text(long millis) {
        return DurationText.of(Duration.ofSeconds(Math.max(1, millis / 1_000)));
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
