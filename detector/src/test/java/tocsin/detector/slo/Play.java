package tocsin.detector.slo;

import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;

/// Plays samples and ticks to one series, second by second, and keeps what it says.
final class Play {
    private static final long ZERO = 1_767_603_600_000L;
    private static final long ALLOWED_DELAY = 15_000;

    private final Slo slo;
    private final SloSeries series = new SloSeries(new Ring(), SloState.NEW);
    private final List<Told> told = new ArrayList<>();
    private long tick = Long.MIN_VALUE;

    /// What was said at which second.
    record Told(long second, Change change) {
        Change.Kind kind() {
            return change.breach();
        }

        boolean fires(String facet) {
            return change.standing().facets().stream()
                    .anyMatch(one -> one.name().equals(facet) && one.firing());
        }
    }

    Play(Slo slo) {
        this.slo = slo;
    }

    /// Counts one second of events that ends at `second`.
    void sample(long second, long bad, long total) {
        sample(second, 1, bad, total);
    }

    /// Counts an interval of `length` seconds that ends at `second`.
    void sample(long second, long length, long bad, long total) {
        series.count(at(second - length), at(second), bad, total, (_, _) -> {});
        evaluate(slo, second);
    }

    /// Turns the clock.
    void tick(long second) {
        tick(slo, second);
    }

    /// Turns the clock under another definition of the objective.
    void tick(Slo changed, long second) {
        tick = Math.max(tick, at(second));
        evaluate(changed, second);
    }

    /// Samples and ticks of the seconds `from + 1` to `to`.
    void seconds(long from, long to, long bad, long total) {
        for (long second = from + 1; second <= to; second++) {
            sample(second, bad, total);
            tick(second);
        }
    }

    /// Ticks alone.
    void silence(long from, long to) {
        for (long second = from + 1; second <= to; second++) {
            tick(second);
        }
    }

    private void evaluate(Slo now, long second) {
        long clock = Math.max(tick, series.ring().last());
        series.evaluate(now, clock, clock - ALLOWED_DELAY)
                .ifPresent(change -> told.add(new Told(second, change)));
    }

    /// The steps of breaches, in order.
    List<Told> steps() {
        return told.stream().filter(one -> one.kind() != Change.Kind.NONE).toList();
    }

    List<Change.Kind> kinds() {
        return steps().stream().map(Told::kind).toList();
    }

    Slo slo() {
        return slo;
    }

    private static long at(long second) {
        return ZERO + second * 1_000;
    }
}
