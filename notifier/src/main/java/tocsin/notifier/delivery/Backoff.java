package tocsin.notifier.delivery;

import tocsin.schemas.identity.Ids;

import java.time.Duration;
import java.util.Optional;

/// How long to wait before a channel is tried again: full jitter, drawn from a hash of page and
/// attempt, so that a crowd of pages spreads out and a replay waits as long as the first run did.
final class Backoff {
    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);
    private static final int DOUBLINGS_MAX = 6;

    private Backoff() {}

    /// @param tries how often this channel has been tried for this page
    static Duration delay(String page, int attempt, int tries) {
        long ceiling = BASE.toMillis() << Math.clamp(tries - 1, 0, DOUBLINGS_MAX);
        long bound = Math.min(ceiling, LONGEST.toMillis());
        long hash = Ids.hash64("backoff", page, Integer.toString(attempt));
        return Duration.ofMillis(Math.floorMod(hash, bound + 1));
    }

    /// The same, but not less than what the provider asked for (5 minutes at most).
    static Duration delay(String page, int attempt, int tries, Optional<Duration> retryAfter) {
        var own = delay(page, attempt, tries);
        var asked = retryAfter.map(Backoff::bounded).orElse(Duration.ZERO);
        return asked.compareTo(own) > 0 ? asked : own;
    }

    /// What a provider asked for, 5 minutes at most.
    static Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : retryAfter;
    }
}
