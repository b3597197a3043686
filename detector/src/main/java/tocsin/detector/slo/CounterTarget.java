package tocsin.detector.slo;

import tocsin.detector.window.Delta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The counters of one scrape target under one indicator, turned into deltas. A decrease is a
/// restart from 0; a counter first seen on a target already known counts from 0; a target never
/// seen before only sets the baseline. Nothing is extrapolated. Deltas are released only up to the
/// time that all roles have reached, so that half a scrape never looks like an outage.
public final class CounterTarget {
    /// What a counter counts.
    public enum Role {
        TOTAL,
        GOOD,
        BAD
    }

    /// One counter as last read.
    ///
    /// @param ended whether the monitoring system said that it ended. It says so of every counter
    ///   when a scrape fails, so the value is kept: a counter that comes back goes on from it.
    public record Counter(Role role, double value, long at, boolean ended) {
        Counter end() {
            return new Counter(role, value, at, true);
        }
    }

    /// A delta not released yet.
    public record Pending(Role role, long start, long end, long events) {
        private long bad(boolean goodCounted) {
            return switch (role) {
                case TOTAL -> goodCounted ? events : 0;
                case BAD -> events;
                case GOOD -> -events;
            };
        }

        private long total() {
            return role == Role.TOTAL ? events : 0;
        }
    }

    private record Interval(long start, long end) {}

    /// A counter that scrapes did not bring for this long, in milliseconds, holds nothing back.
    private static final long STALE = 300_000;

    /// After this long it counts from 0 if it comes back.
    private static final long FORGOTTEN = 3_600_000;

    private final Map<Long, Counter> counters = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private long previousScrape = Long.MIN_VALUE;
    private long newestScrape = Long.MIN_VALUE;
    private int resets;

    /// Takes one reading.
    ///
    /// @param series tells the counters of the target apart
    /// @return whether it was used; false for one that is not newer than the last
    public boolean read(Role role, long series, double value, long at) {
        var last = counters.get(series);
        if (last != null && at <= last.at()) {
            return false;
        }
        if (last != null) {
            boolean reset = value < last.value();
            double events = reset ? value : value - last.value();
            resets += reset ? 1 : 0;
            add(role, last.at(), at, Math.round(events));
        } else {
            addBorn(role, value, at);
        }
        counters.put(series, new Counter(role, value, at, false));
        noteScrape(at);
        return true;
    }

    /// How many counters began anew since this was asked the last time.
    public int takeResets() {
        int taken = resets;
        resets = 0;
        return taken;
    }

    /// The monitoring system said that a counter ended.
    public void end(long series) {
        counters.computeIfPresent(series, (_, counter) -> counter.end());
    }

    /// Takes the deltas out that are complete: one for each interval.
    ///
    /// @param goodCounted whether the indicator counts good events beside all, instead of bad ones
    public List<Delta> release(boolean goodCounted) {
        counters.values().removeIf(counter -> notScrapedFor(FORGOTTEN, counter));
        long complete = completeUpTo();
        var released = new LinkedHashMap<Interval, Delta>();
        for (var one : pending) {
            if (one.end() <= complete) {
                released.merge(
                        new Interval(one.start(), one.end()),
                        new Delta(one.start(), one.end(), one.bad(goodCounted), one.total()),
                        Delta::plus);
            }
        }
        pending.removeIf(one -> one.end() <= complete);
        return List.copyOf(released.values());
    }

    /// The time up to which every role has been read. A role without a counter does not hold the
    /// others back for longer than one scrape: errors that never happened have no counter yet.
    private long completeUpTo() {
        long complete = newestScrape;
        boolean errorsSeen = false;
        boolean alive = false;
        for (var role : Role.values()) {
            var oldest = oldestReading(role);
            if (oldest.isPresent()) {
                alive = true;
                complete = Math.min(complete, oldest.getAsLong());
                errorsSeen |= role != Role.TOTAL;
            }
        }
        return errorsSeen || !alive ? complete : Math.min(complete, previousScrape);
    }

    private OptionalLong oldestReading(Role role) {
        return counters.values().stream()
                .filter(counter -> counter.role() == role)
                .filter(counter -> !counter.ended() && !notScrapedFor(STALE, counter))
                .mapToLong(Counter::at)
                .min();
    }

    /// While the target itself is not scraped, none of its counters grows old.
    private boolean notScrapedFor(long millis, Counter counter) {
        return counter.at() < Math.min(previousScrape, newestScrape - millis);
    }

    /// A counter never seen before counts from 0 where the target is known.
    private void addBorn(Role role, double value, long at) {
        long before = at > newestScrape ? newestScrape : previousScrape;
        if (before != Long.MIN_VALUE && before < at) {
            add(role, before, at, Math.round(value));
        }
    }

    private void add(Role role, long start, long end, long events) {
        if (events > 0) {
            pending.add(new Pending(role, start, end, events));
        }
    }

    private void noteScrape(long at) {
        if (at > newestScrape) {
            previousScrape = newestScrape;
            newestScrape = at;
        }
    }

    /// The counters, for storage.
    public Map<Long, Counter> counters() {
        return counters;
    }

    /// Deltas not released, for storage.
    public List<Pending> pending() {
        return pending;
    }

    /// Times of the last two scrapes, for storage.
    public long[] scrapes() {
        return new long[] {previousScrape, newestScrape};
    }

    /// Puts stored scrape times back.
    public void restoreScrapes(long previous, long newest) {
        previousScrape = previous;
        newestScrape = newest;
    }
}
