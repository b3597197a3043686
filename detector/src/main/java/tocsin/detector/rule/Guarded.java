package tocsin.detector.rule;

/// What a window had to hold before anything was said of it, and what it held.
///
/// @param minBad at least so many bad
/// @param minTotal at least so many in all
/// @param whole whether it had to be heard throughout
/// @param minUsual what had to be usual at least
/// @param minDays days of history there had to be
/// @param alpha how likely it was allowed to be that it is chance; 1 for not asked
/// @param bad how many there were
/// @param total how many in all
/// @param pValue how likely it is that it is chance; 1 where that was not asked
/// @param passed whether all of it is met
public record Guarded(
        long minBad,
        long minTotal,
        boolean whole,
        double minUsual,
        int minDays,
        double alpha,
        double bad,
        double total,
        double pValue,
        boolean passed) {
    /// Of what nothing was asked.
    static final Guarded NONE = new Guarded(0, 0, false, 0, 0, 1, 0, 0, 1, true);
}
