package tocsin.detector.slo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The rules as they are written down, with nothing clever about them: keeps every sample, looks at
/// all of them for each window of each question, and knows nothing of rings, running sums or when a
/// question need not be asked. Samples are ten seconds long and begin on a multiple of that, and
/// times are multiples of five seconds, so that half a sample is the smallest part.
final class BruteForce {
    private static final long HALF = 5_000;

    private record Sample(long start, long bad, long total) {}

    private record Sum(long bad, long total) {
        /// `bad / total > milli / 1000 x ppb / 10^9`.
        boolean above(long milli, long ppb) {
            return (double) bad * 1e12 > (double) total * milli * ppb;
        }
    }

    private static final class State {
        private long since;
        private Long clearSince;
    }

    private final Slo slo;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, State> firing = new HashMap<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    BruteForce(Slo slo) {
        this.slo = slo;
    }

    void count(long start, long bad, long total) {
        samples.add(new Sample(start, bad, total));
        first = Math.min(first, start);
        last = Math.max(last, start + 2 * HALF);
    }

    /// Which facets fire now.
    TreeSet<String> evaluate(long watermark) {
        if (!samples.isEmpty()) {
            slo.policy().pairs().forEach(pair -> burn(pair, watermark));
            totalOutage(watermark);
        }
        return new TreeSet<>(firing.keySet());
    }

    private void burn(BurnPair pair, long watermark) {
        long factor = pair.factorMilli();
        var recent = sum(pair.shortMillis(), last);
        var sustained = sum(pair.longMillis(), last);
        boolean holds =
                recent.above(factor, slo.budgetPpb())
                        && sustained.above(factor, slo.budgetPpb())
                        && sustained.bad() >= 4
                        && noChance(sustained, factor * slo.budgetPpb() / 1e12)
                        && sum(pair.longMillis(), Math.max(watermark, last)).total() > 0;
        long lower = factor * 9 / 10;
        boolean clear =
                !sum(pair.longMillis(), watermark).above(lower, slo.budgetPpb())
                        || !sum(pair.shortMillis(), Math.min(watermark, last))
                                .above(lower, slo.budgetPpb());
        next(pair.name(), holds, clear, watermark, slo.policy().clearFor(pair.shortMillis()));
    }

    /// The binomial test by its definition, with logarithms of factorials. At the threshold so many
    /// events hold fifteen bad ones that no more than those are looked at.
    private boolean noChance(Sum window, double ratio) {
        int bad = (int) (window.bad() / 2);
        int total = (int) Math.min((window.total() + 1) / 2, (long) Math.ceil(15 / ratio));
        double chance = 0;
        for (int i = bad; i <= total; i++) {
            chance +=
                    Math.exp(
                            logFactorial(total)
                                    - logFactorial(i)
                                    - logFactorial(total - i)
                                    + i * Math.log(ratio)
                                    + (total - i) * Math.log(1 - ratio));
        }
        return chance < slo.policy().guard().alpha();
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }

    private void totalOutage(long watermark) {
        var minute = sum(60_000, last);
        boolean holds =
                last - 60_000 >= first
                        && minute.bad() >= 4
                        && minute.bad() * 2 >= minute.total()
                        && sum(600_000, Math.max(watermark, last)).total() > 0;
        var then = sum(60_000, Math.min(watermark, last));
        boolean clear = then.bad() * 20 <= then.total() * 9 || sum(600_000, watermark).total() == 0;
        next("TOTAL_OUTAGE", holds, clear, watermark, slo.policy().clearFor(60_000));
    }

    private void next(String facet, boolean holds, boolean clear, long watermark, long clearFor) {
        var state = firing.get(facet);
        if (state == null) {
            if (holds) {
                state = new State();
                state.since = last;
                firing.put(facet, state);
            }
        } else if (holds || !clear) {
            state.clearSince = null;
        } else if (state.clearSince == null) {
            state.clearSince = watermark;
        } else if (watermark - state.clearSince >= clearFor
                && watermark - state.since >= slo.policy().minEpisodeMillis()) {
            firing.remove(facet);
        }
    }

    /// Events of `(to - window, to]`, times two.
    private Sum sum(long window, long to) {
        long bad = 0;
        long total = 0;
        for (var sample : samples) {
            for (long half = 1; half <= 2; half++) {
                long end = sample.start() + half * HALF;
                if (end > to - window && end <= to) {
                    bad += sample.bad();
                    total += sample.total();
                }
            }
        }
        return new Sum(bad, total);
    }
}
