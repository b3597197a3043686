package tocsin.notifier;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts failures in a sliding window: five in ten minutes are borne, one more is too many.
final class Failures {
    private static final int BORNE = 5;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Deque<Instant> recent = new ArrayDeque<>();

    /// Notes a failure.
    ///
    /// @return whether there were too many
    boolean tooMany(Instant now) {
        while (!recent.isEmpty() && recent.getFirst().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
        recent.addLast(now);
        return recent.size() > BORNE;
    }
}
