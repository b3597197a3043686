package tocsin.detector.rule;

import tocsin.detector.baseline.Poisson;
import tocsin.detector.baseline.Usual;

import java.util.Optional;

/// What must be known before a value is called unusual.
///
/// @param minTotal events at least in the window
/// @param days days of history at least: with 1 the newest hour is not enough to compare with, with
///   7 the day before is not either
/// @param least what is usual at least: of a service that hardly anyone uses nothing is said
/// @param alpha how likely it may be that so few events come by chance where the threshold is what
///   is usual; 1 asks for nothing
record UsualGuards(long minTotal, int days, double least, double alpha) {
    /// Asks for nothing.
    static final UsualGuards NONE = new UsualGuards(0, 0, 0, 1);

    boolean pass(Unusual condition, Known known, long end, Reading read) {
        return enough(read.usual())
                && read.usual().value() >= least
                && known.learned()
                        .map(learned ->
                                condition
                                        .measure()
                                        .events(known.ring(), learned, condition.window(), end))
                        .filter(events ->
                                events >= minTotal && unlikely(condition, events, read.threshold()))
                        .isPresent();
    }

    /// What they found.
    Guarded found(Unusual condition, Known known, long end, Optional<Reading> read) {
        double events =
                known.learned()
                        .map(learned ->
                                condition
                                        .measure()
                                        .events(known.ring(), learned, condition.window(), end))
                        .orElse(0.0);
        return new Guarded(
                0,
                minTotal,
                !condition.above(),
                least,
                days,
                alpha,
                0,
                events,
                read.filter(_ -> alpha < 1)
                        .map(one -> chance(condition, events, one.threshold()))
                        .orElse(1.0),
                condition.comparable(known, end)
                        && read.filter(one -> pass(condition, known, end, one)).isPresent());
    }

    private boolean enough(Usual usual) {
        return switch (usual.rung()) {
            case TRAILING_HOUR -> days < 1;
            case SAME_HOUR_YESTERDAY -> days < 7;
            case HOUR_OF_WEEK -> true;
        };
    }

    private boolean unlikely(Unusual condition, double events, double threshold) {
        return alpha >= 1 || chance(condition, events, threshold) < alpha;
    }

    private static double chance(Unusual condition, double events, double threshold) {
        return Poisson.atMost(Math.round(events), threshold * condition.window() / 1e3);
    }
}
