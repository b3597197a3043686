package tocsin.detector.rule;

/// What a gauge has said last: its value and limit, and the lowest value of the newest hour and the
/// one before, since several sources may speak under one name.
///
/// @param at event time of the newest sample, epoch milliseconds
/// @param hour of the newest sample, since the epoch
/// @param lowest value of that hour
/// @param lowestBefore that of the hour before; infinite where nothing was said in it
public record Latest(
        long at, double value, double limit, long hour, double lowest, double lowestBefore) {
    /// Nothing was said.
    public static final Latest NONE =
            new Latest(
                    Long.MIN_VALUE,
                    0,
                    1,
                    Long.MIN_VALUE,
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY);

    private static final long HOUR = 3_600_000;

    /// Whether nothing was said.
    public boolean isNone() {
        return at == Long.MIN_VALUE;
    }

    /// The lowest value that still counts.
    double low() {
        return Math.min(lowest, lowestBefore);
    }

    /// A sample more; samples may come late.
    Latest heard(long time, double said, double most) {
        long its = Math.floorDiv(time, HOUR);
        boolean newer = time >= at;
        if (its > hour) {
            double before = hour == its - 1 ? lowest : Double.POSITIVE_INFINITY;
            return new Latest(time, said, most, its, said, before);
        }
        return new Latest(
                newer ? time : at,
                newer ? said : value,
                newer ? most : limit,
                hour,
                its == hour ? Math.min(lowest, said) : lowest,
                its == hour - 1 ? Math.min(lowestBefore, said) : lowestBefore);
    }
}
