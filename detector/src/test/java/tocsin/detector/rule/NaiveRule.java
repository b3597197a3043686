package tocsin.detector.rule;

import java.util.ArrayList;
import java.util.List;

/// A rule as it is written down, with nothing clever about it: keeps every sample and every turn,
/// and looks at all of them each time. Samples are ten seconds long and begin on a multiple of
/// that, and times are multiples of five seconds, so that half a sample is the smallest part.
final class NaiveRule {
    private static final long HALF = 5_000;
    private static final long MINUTE = 60_000;

    private record Sample(long start, long bad, long total) {}

    private record Sum(long bad, long total) {}

    private final Rule rule;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Long> turns = new ArrayList<>();
    private long last = Long.MIN_VALUE;
    private Long holdsSince;
    private Long clearSince;
    private boolean firing;
    private boolean flapping;
    private long firedAt;

    NaiveRule(Rule rule) {
        this.rule = rule;
    }

    void count(long start, long bad, long total) {
        samples.add(new Sample(start, bad, total));
        last = Math.max(last, start + 2 * HALF);
    }

    boolean firing() {
        return firing;
    }

    boolean flapping() {
        return flapping;
    }

    /// What is told now; empty for nothing.
    String evaluate(long watermark) {
        if (samples.isEmpty()) {
            return "";
        }
        boolean holds = rule.when().stream().anyMatch(one -> holds(one, watermark));
        boolean turned = firing ? clears(holds, watermark) : fires(holds);
        if (flapping) {
            return stillFlapping(watermark);
        }
        if (!turned) {
            return "";
        }
        flapping = turnsOfHalfAnHour() >= 4;
        if (firing) {
            return "FIRING";
        }
        return flapping ? "UPDATED" : "CLEARED";
    }

    private boolean fires(boolean holds) {
        if (!holds) {
            holdsSince = null;
            return false;
        }
        holdsSince = holdsSince == null ? Long.valueOf(last) : holdsSince;
        if (last - holdsSince < rule.forMillis()) {
            return false;
        }
        firing = true;
        firedAt = last;
        clearSince = null;
        turns.add(last);
        return true;
    }

    private boolean clears(boolean holds, long watermark) {
        if (holds || !rule.when().stream().allMatch(one -> clear(one, watermark))) {
            clearSince = null;
            return false;
        }
        if (clearSince == null) {
            clearSince = watermark;
            return false;
        }
        if (watermark - clearSince < rule.clearForMillis()
                || watermark - firedAt < rule.minEpisodeMillis()) {
            return false;
        }
        firing = false;
        holdsSince = null;
        turns.add(watermark);
        return true;
    }

    private String stillFlapping(long watermark) {
        if (watermark - turns.getLast() < 15 * MINUTE) {
            return "";
        }
        flapping = false;
        turns.clear();
        return firing ? "UPDATED" : "CLEARED";
    }

    private long turnsOfHalfAnHour() {
        long newest = turns.getLast();
        var recent = turns.subList(Math.max(0, turns.size() - 4), turns.size());
        return recent.stream().filter(turn -> newest - turn <= 30 * MINUTE).count();
    }

    private boolean holds(Condition condition, long watermark) {
        return switch (condition) {
            case Condition.Share(long window, long ppb, boolean reached, _, var guards) -> {
                var sum = sum(window, last);
                double share = (double) sum.bad() * 1e9;
                double limit = (double) sum.total() * ppb;
                yield watermark - last < 10 * window
                        && sum.total() > 0
                        && (share > limit || (reached && share == limit))
                        && enough(sum, guards);
            }
            case Condition.Count(long window, long least, _, var guards) -> {
                var sum = sum(window, Math.max(last, watermark));
                yield sum.bad() >= 2 * least && enough(sum, guards);
            }
            case Unusual _, Step _, InARow _ ->
                    throw new IllegalArgumentException("not written down");
        };
    }

    private static boolean enough(Sum sum, Guards guards) {
        return sum.bad() >= 2 * guards.minBad()
                && sum.total() >= 2 * guards.minTotal()
                && guards.test().passes(sum.bad() / 2, (sum.total() + 1) / 2);
    }

    private boolean clear(Condition condition, long watermark) {
        return switch (condition) {
            case Condition.Share(long window, _, _, long clearPpb, _) -> {
                var sum = sum(window, Math.min(last, watermark));
                yield sum.total() == 0
                        || sum.bad() * 1e9 < (double) sum.total() * clearPpb
                        || watermark - last >= 10 * window;
            }
            case Condition.Count(long window, _, long clearBelow, _) ->
                    sum(window, watermark).bad() < 2 * clearBelow;
            case Unusual _, Step _, InARow _ ->
                    throw new IllegalArgumentException("not written down");
        };
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
