package tocsin.detector.slo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What really happened to one service, second by second, and what a Prometheus that scrapes it
/// every 15 s got to see of it.
///
/// @param total events of each second
/// @param bad bad events of each second
/// @param resets seconds at which the process restarts: its counters begin again at 0
/// @param unseen seconds in which nothing can be scraped
record Scenario(String name, long[] total, long[] bad, List<Integer> resets, boolean[] unseen) {
    static final int SECONDS = 10 * 3_600;
    static final int SCRAPE = 15;

    /// Builds scenarios out of stretches of traffic.
    static final class Builder {
        private final String name;
        private final Random random;
        private final double[] rate = new double[SECONDS];
        private final double[] ratio = new double[SECONDS];
        private final boolean[] unseen = new boolean[SECONDS];
        private final List<Integer> resets = new ArrayList<>();
        private boolean poisson;

        Builder(String name, double perSecond) {
            this.name = name;
            random = new Random(name.hashCode());
            Arrays.fill(rate, perSecond);
        }

        /// The share of events that are bad, `from <= second < to`.
        Builder bad(int from, int to, double share) {
            Arrays.fill(ratio, from, to, share);
            return this;
        }

        Builder traffic(int from, int to, double perSecond) {
            Arrays.fill(rate, from, to, perSecond);
            return this;
        }

        /// Events come at random, not evenly.
        Builder poisson() {
            poisson = true;
            return this;
        }

        Builder reset(int at) {
            resets.add(at);
            return this;
        }

        Builder unseen(int from, int to) {
            Arrays.fill(unseen, from, to, true);
            return this;
        }

        Scenario build() {
            var total = new long[SECONDS];
            var bad = new long[SECONDS];
            double events = 0;
            double badEvents = 0;
            for (int second = 0; second < SECONDS; second++) {
                double before = Math.floor(events);
                events += rate[second];
                total[second] =
                        poisson ? poisson(rate[second]) : (long) (Math.floor(events) - before);
                double badBefore = Math.floor(badEvents + 1e-9);
                badEvents += total[second] * ratio[second];
                bad[second] = (long) (Math.floor(badEvents + 1e-9) - badBefore);
            }
            return new Scenario(name, total, bad, List.copyOf(resets), unseen);
        }

        /// Knuth's method: the rates here are small.
        private long poisson(double mean) {
            double limit = Math.exp(-mean);
            long events = -1;
            for (double product = 1; product > limit; product *= random.nextDouble()) {
                events++;
            }
            return events;
        }
    }

    /// Readings of a counter of `events` at each scrape; negative where there was none.
    long[] scraped(long[] events) {
        var readings = new long[SECONDS / SCRAPE];
        long counter = 0;
        boolean born = false;
        for (int second = 0; second < SECONDS; second++) {
            if (resets.contains(second)) {
                counter = 0;
            }
            counter += events[second];
            born |= total[second] > 0;
            if ((second + 1) % SCRAPE == 0) {
                readings[second / SCRAPE] = unseen[second] || !born ? -1 : counter;
            }
        }
        return readings;
    }

    /// Outages short and long, burns at and beside the thresholds, what a scraper does not see, and
    /// random ones.
    static List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        int begin = 23_407;
        for (int seconds : new int[] {10, 40, 51, 52, 53, 120, 600, 3_600}) {
            all.add(even("outage of " + seconds + " s").bad(begin, begin + seconds, 1).build());
        }
        for (double percent : new double[] {0.4, 0.59, 0.61, 0.65, 1.43, 1.45, 2, 5, 20, 50}) {
            all.add(
                    even(percent + " % for an hour")
                            .bad(begin, begin + 3_600, percent / 100)
                            .build());
        }
        all.add(even("0.65 % for six hours").bad(3_601, 25_201, 0.0065).build());
        for (int minutes : new int[] {1, 5, 10}) {
            all.add(flapping("on and off every " + minutes + " min", begin, minutes * 60));
        }
        all.add(sawTooth("rising and falling three times", begin));
        all.add(
                even("ten times the traffic in the outage")
                        .traffic(begin, begin + 900, 200)
                        .bad(begin, begin + 900, 0.1)
                        .build());
        all.add(
                even("a tenth of the traffic in the outage")
                        .traffic(begin, begin + 900, 2)
                        .bad(begin, begin + 900, 0.3)
                        .build());
        all.add(
                even("the process restarts in the outage")
                        .bad(begin, begin + 1_200, 0.3)
                        .reset(begin + 605)
                        .build());
        all.add(
                even("three restarts in the outage")
                        .bad(begin, begin + 1_800, 0.4)
                        .reset(begin + 300)
                        .reset(begin + 900)
                        .reset(begin + 1_500)
                        .build());
        all.add(
                even("two scrapes are lost")
                        .bad(begin, begin + 900, 0.3)
                        .unseen(begin + 300, begin + 330)
                        .build());
        all.add(
                even("half an hour of silence before it")
                        .traffic(begin - 2_400, begin - 600, 0)
                        .bad(begin, begin + 900, 0.3)
                        .build());
        for (int seed = 1; seed <= 14; seed++) {
            all.add(random(seed));
        }
        return all;
    }

    /// A service that is born in trouble: nothing but failures until it is scraped for the first
    /// time.
    static Scenario bornFailing(int at) {
        int scrape = Math.ceilDiv(at, SCRAPE) * SCRAPE;
        return even("born failing").traffic(0, scrape - 10, 0).bad(scrape - 10, scrape, 1).build();
    }

    /// A flood of failures that ends in a restart before anybody has read the counters.
    static Scenario lostTail(int at) {
        int scrape = Math.ceilDiv(at, SCRAPE) * SCRAPE;
        return even("lost tail")
                .traffic(scrape, scrape + SCRAPE - 2, 1_000)
                .bad(scrape, scrape + SCRAPE - 2, 1)
                .reset(scrape + SCRAPE - 2)
                .build();
    }

    /// Nothing is heard any more of a service that fails.
    static Scenario fallenSilent(int at) {
        return even("fallen silent")
                .bad(at - 600, at, 1)
                .traffic(at, SECONDS, 0)
                .unseen(at, SECONDS)
                .build();
    }

    /// One failure in an hour with hardly any traffic.
    static Scenario oneFailure(int at) {
        return new Builder("one failure", 1.0 / 70).bad(at, at + 70, 1).build();
    }

    private static Builder even(String name) {
        return new Builder(name, 20);
    }

    private static Scenario flapping(String name, int begin, int half) {
        var builder = even(name);
        for (int at = begin; at < begin + 7_200 - half; at += 2 * half) {
            builder.bad(at, at + half, 0.1);
        }
        return builder.build();
    }

    private static Scenario sawTooth(String name, int begin) {
        var builder = even(name);
        for (int second = 0; second < 5_400; second++) {
            builder.bad(begin + second, begin + second + 1, (second % 1_800) / 1_800.0 * 0.06);
        }
        return builder.build();
    }

    /// Up to five incidents of any kind and strength, some traffic at random.
    private static Scenario random(int seed) {
        var random = new Random(seed);
        var builder = new Builder("random, seed " + seed, 5 + random.nextInt(60));
        if (random.nextBoolean()) {
            builder.poisson();
        }
        for (int incident = 0; incident <= random.nextInt(5); incident++) {
            int from = 3_600 + random.nextInt(SECONDS - 12_000);
            int length = 30 + random.nextInt(3_600);
            builder.bad(from, from + length, Math.pow(10, -2.5 * random.nextDouble()));
            builder.traffic(from, from + length, 5 + random.nextInt(60));
        }
        return builder.build();
    }
}
