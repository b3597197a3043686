package tocsin.benchmarks;

import java.util.Random;

/// The truth: services `s0`, `s1`, ... with ten requests a second each, of which from some moment
/// on all fail. Everything is a function of time, so that counters, single events and the moment of
/// the breach agree.
final class Outages {
    /// Time between two requests, in milliseconds.
    static final int EVERY = 100;

    static final long LONG = 300_000;
    static final long SHORT = 60_000;

    /// Of both windows more than this part must have failed: 14.4 times what 99.9 % allow.
    static final double RATIO = 0.0144;

    private final long begin;

    /// When each service begins to fail.
    private final long[] failFrom;

    /// When its first request of a tenth of a second comes, in milliseconds.
    private final int[] offset;

    private Outages(long begin, long[] failFrom, int[] offset) {
        this.begin = begin;
        this.failFrom = failFrom;
        this.offset = offset;
    }

    /// First moment, epoch milliseconds.
    long begin() {
        return begin;
    }

    /// Services that begin to fail at random moments of a time after a calm one, in milliseconds.
    static Outages random(int services, long begin, long calm, long within, Random random) {
        var from = new long[services];
        var offset = new int[services];
        for (int service = 0; service < services; service++) {
            from[service] = begin + calm + random.nextLong(within);
            offset[service] = random.nextInt(EVERY);
        }
        return new Outages(begin, from, offset);
    }

    int services() {
        return failFrom.length;
    }

    /// When a request of a service comes.
    ///
    /// @param number from 1
    long time(int service, long number) {
        return begin + offset[service] + number * EVERY;
    }

    /// Whether it fails.
    boolean fails(int service, long number) {
        return time(service, number) >= failFrom[service];
    }

    /// How many requests there were up to a time.
    long total(int service, long until) {
        return Math.max(0, Math.floorDiv(until - begin - offset[service], (long) EVERY));
    }

    /// How many of them have failed.
    long bad(int service, long until) {
        return Math.max(0, total(service, until) - total(service, failFrom[service] - 1));
    }

    /// The moment of the request with which both windows are above the threshold.
    long breach(int service) {
        long number = total(service, failFrom[service]);
        while (!above(service, time(service, number), LONG)
                || !above(service, time(service, number), SHORT)) {
            number++;
        }
        return time(service, number);
    }

    private boolean above(int service, long to, long window) {
        long bad = bad(service, to) - bad(service, to - window);
        long total = total(service, to) - total(service, to - window);
        return total > 0 && bad > RATIO * total;
    }
}
