package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// A breach or an alert that holds an incident open while it fires.
///
/// @param id `breach/ID` or `alert/SOURCE/FINGERPRINT`
/// @param severity what it calls for while it fires
/// @param reason why that severity
/// @param text its evidence in one sentence
/// @param labels what silences look at
/// @param expiresAt when it counts as ended if it is not repeated; null for never
public record Cause(
        String id,
        boolean firing,
        Severity severity,
        String reason,
        String text,
        Map<String, String> labels,
        @Nullable Instant expiresAt) {

    public Cause {
        labels = Map.copyOf(labels);
    }

    /// Moves of the expiry up to this are no news, and as late as this does it expire.
    static final Duration EXPIRY_STEP = Duration.ofMinutes(1);

    /// The cause after its end.
    ///
    /// @param last its evidence at the end; empty keeps what was known
    Cause ended(String why, String last) {
        return new Cause(id, false, severity, why, last.isEmpty() ? text : last, labels, null);
    }

    /// Whether the same alert, told again, says anything new. Its text may change with every
    /// repetition and is no news by itself.
    boolean repeats(Cause earlier) {
        return earlier.firing == firing
                && earlier.severity == severity
                && earlier.reason.equals(reason)
                && earlier.labels.equals(labels)
                && !movesExpiry(earlier.expiresAt);
    }

    private boolean movesExpiry(@Nullable Instant earlier) {
        if (earlier == null || expiresAt == null) {
            return !Objects.equals(earlier, expiresAt);
        }
        return Duration.between(earlier, expiresAt).abs().compareTo(EXPIRY_STEP) > 0;
    }
}
