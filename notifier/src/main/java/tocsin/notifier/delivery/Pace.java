package tocsin.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// How many pages each target is sent one by one, so that a storm does not bury a phone: what is
/// over the limit waits half a minute at most and is told together. A belief, not a fact: it goes
/// with the process.
public final class Pace {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private final int limit;
    private final Map<String, Deque<Instant>> begun = new HashMap<>();

    /// @param limit pages within ten minutes
    public Pace(int limit) {
        this.limit = limit;
    }

    /// A page to the target is sent for the first time.
    public void begins(String target, Instant now) {
        var times = begun.computeIfAbsent(target, _ -> new ArrayDeque<>());
        times.addLast(now);
        forget(times, now);
    }

    /// Whether the target has had so many that what comes is told together.
    public boolean full(String target, Instant now) {
        var times = begun.getOrDefault(target, new ArrayDeque<>());
        forget(times, now);
        return times.size() >= limit;
    }

    /// Whether a page to the target has to wait now.
    public boolean holds(String target, Instant now) {
        return full(target, now)
                && now.isBefore(
                        begun.getOrDefault(target, new ArrayDeque<>()).getLast().plus(BETWEEN));
    }

    private static void forget(Deque<Instant> times, Instant now) {
        while (!times.isEmpty() && !now.isBefore(times.getFirst().plus(WINDOW))) {
            times.removeFirst();
        }
    }
}
