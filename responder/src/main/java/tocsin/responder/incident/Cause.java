package tocsin.responder.incident;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A breach or an alert that holds an incident open while it fires.
///
/// @param id `breach/ID`, `alert/SOURCE/FINGERPRINT`, `drill/ACTION`, [#FOLDED] or [#DEPENDANTS]
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

    /// Stands for all alerts of an incident that are too many to be kept one by one. Which of them
    /// ended is not known: it ends when none was repeated in time.
    public static final String FOLDED = "folded";

    /// Stands for services that need this one and fail with it. It calls for a severity, and holds
    /// nothing open.
    public static final String DEPENDANTS = "dependants";

    private static final String ALERT = "alert/";
    private static final String DRILL = "drill/";

    public Cause {
        labels = Map.copyOf(labels);
    }

    /// Identity of an alert.
    static String alert(String source, String fingerprint) {
        return ALERT + source + "/" + fingerprint;
    }

    /// Identity of what a person makes believe.
    static String drill(String action) {
        return DRILL + action;
    }

    boolean isDrill() {
        return id.startsWith(DRILL);
    }

    /// When it counts as ended if it is not repeated; null for never.
    @Nullable Instant over() {
        return expiresAt == null || isDrill() ? expiresAt : expiresAt.plus(EXPIRY_STEP);
    }

    /// Whether another system tells of it, as often as it likes.
    boolean isAlert() {
        return id.startsWith(ALERT);
    }

    boolean isFolded() {
        return id.equals(FOLDED);
    }

    boolean isDependants() {
        return id.equals(DEPENDANTS);
    }

    /// What stands for this alert and for those that `earlier` stood for: it calls for the worst of
    /// them, expires with the last of them, and has the labels that all of them have.
    ///
    /// @param latest when it expires at the latest that never says so itself
    Cause foldedInto(Optional<Cause> earlier, Instant latest) {
        var worst = earlier.filter(known -> !severity.worseThan(known.severity)).orElse(this);
        var common = new HashMap<>(labels);
        earlier.ifPresent(known -> common.entrySet().retainAll(known.labels.entrySet()));
        var expires = expiresAt == null ? latest : expiresAt;
        var known = earlier.flatMap(cause -> Optional.ofNullable(cause.expiresAt));
        return new Cause(
                FOLDED,
                true,
                worst.severity,
                worst.reason,
                "further alerts, such as: " + (worst.isFolded() ? worst.example() : text),
                common,
                known.filter(expires::isBefore).orElse(expires));
    }

    private String example() {
        return text.substring(text.indexOf(':') + 2);
    }

    /// How much room it takes, in characters.
    int weight() {
        int weight = id.length() + reason.length() + text.length();
        for (var label : labels.entrySet()) {
            weight += label.getKey().length() + label.getValue().length();
        }
        return weight;
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
