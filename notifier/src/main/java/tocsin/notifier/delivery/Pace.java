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
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    /// Pages within a time that are sent one by one.
    public record Limit(int pages, Duration within) {
        /// Longer nobody is counted for.
        private static final Duration WITHIN_MAX = Duration.ofHours(1);

        /// Unless something else is said.
        static final Duration WITHIN = Duration.ofMinutes(10);

        public Limit {
            if (pages < 1 || !within.isPositive() || within.compareTo(WITHIN_MAX) > 0) {
                throw new IllegalArgumentException("1 page at least, and within 1 h at most");
            }
        }

        public Limit(int pages) {
            this(pages, WITHIN);
        }
    }

    /// Which limit a target has.
    @FunctionalInterface
    public interface Limits {
        Limit of(String target, Instant now);
    }

    private final Limits limits;
    private final Map<String, Deque<Instant>> begun = new HashMap<>();

    public Pace(Limits limits) {
        this.limits = limits;
    }

    /// A page to the target is sent for the first time.
    public void begins(String target, Instant now) {
        var times = begun.computeIfAbsent(target, _ -> new ArrayDeque<>());
        times.addLast(now);
        forget(times, limits.of(target, now), now);
    }

    /// Whether the target has had so many that what comes is told together.
    public boolean full(String target, Instant now) {
        var times = begun.get(target);
        if (times == null || times.isEmpty()) {
            return false;
        }
        var limit = limits.of(target, now);
        forget(times, limit, now);
        return times.size() >= limit.pages;
    }

    /// Whether a page to the target has to wait now.
    public boolean holds(String target, Instant now) {
        var times = begun.get(target);
        return times != null && full(target, now) && now.isBefore(times.getLast().plus(BETWEEN));
    }

    /// Forgets whom nothing was sent for as long as anybody is counted.
    public void forget(Instant now) {
        var horizon = now.minus(Limit.WITHIN_MAX);
        begun.values().removeIf(times -> times.isEmpty() || times.getLast().isBefore(horizon));
    }

    private static void forget(Deque<Instant> times, Limit limit, Instant now) {
        while (!times.isEmpty() && !now.isBefore(times.getFirst().plus(limit.within))) {
            times.removeFirst();
        }
    }
}
