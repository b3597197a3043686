package tocsin.detector.slo;

import java.util.ArrayList;
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
    public record Counter(Role role, double value, long at) {}

    /// A delta not released yet.
    public record Pending(Role role, long start, long end, long events) {}

    /// A counter that was not read for this long, in milliseconds, is gone.
    private static final long STALE = 300_000;

    private final Map<Long, Counter> counters = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private long previousScrape = Long.MIN_VALUE;
    private long newestScrape = Long.MIN_VALUE;

    /// Takes one reading.
    ///
    /// @param series tells the counters of the target apart
    /// @return whether it was used; false for one that is not newer than the last
    public boolean read(Role role, long series, double value, long at) {
        var last = counters.get(series);
        if (last != null && at <= last.at()) {
            return false;
        }
        boolean knownTarget = newestScrape != Long.MIN_VALUE;
        if (last != null) {
            long events = Math.round(value >= last.value() ? value - last.value() : value);
            add(role, last.at(), at, events);
        } else if (knownTarget) {
            long before = at > newestScrape ? newestScrape : previousScrape;
            if (before != Long.MIN_VALUE && before < at) {
                add(role, before, at, Math.round(value));
            }
        }
        counters.put(series, new Counter(role, value, at));
        noteScrape(at);
        return true;
    }

    /// The monitoring system said that a counter ended.
    public void end(long series) {
        counters.remove(series);
    }

    /// Takes the deltas out that are complete.
    ///
    /// @param goodCounted whether the indicator counts good events beside all, instead of bad ones
    public List<Delta> release(boolean goodCounted) {
        counters.values().removeIf(counter -> counter.at() < newestScrape - STALE);
        long complete = completeUpTo();
        var released = new ArrayList<Delta>();
        for (var delta : pending) {
            if (delta.end() <= complete) {
                released.add(delta(delta, goodCounted));
            }
        }
        pending.removeIf(delta -> delta.end() <= complete);
        return released;
    }

    /// The time up to which every role has been read. A role without a counter does not hold the
    /// others back for longer than one scrape: errors that never happened have no counter yet.
    private long completeUpTo() {
        long complete = newestScrape;
        boolean errorsSeen = false;
        for (var role : Role.values()) {
            var oldest = oldestReading(role);
            if (oldest.isPresent()) {
                complete = Math.min(complete, oldest.getAsLong());
                errorsSeen |= role != Role.TOTAL;
            }
        }
        return errorsSeen ? complete : Math.min(complete, previousScrape);
    }

    private OptionalLong oldestReading(Role role) {
        return counters.values().stream()
                .filter(counter -> counter.role() == role)
                .mapToLong(Counter::at)
                .min();
    }

    private void add(Role role, long start, long end, long events) {
        if (events > 0) {
            pending.add(new Pending(role, start, end, events));
        }
    }

    private static Delta delta(Pending pending, boolean goodCounted) {
        long events = pending.events();
        long bad =
                switch (pending.role()) {
                    case TOTAL -> goodCounted ? events : 0;
                    case BAD -> events;
                    case GOOD -> -events;
                };
        long total = pending.role() == Role.TOTAL ? events : 0;
        return new Delta(pending.start(), pending.end(), bad, total);
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
