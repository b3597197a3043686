package tocsin.detector.rule;

/// When the next signal of a series is due: at once, and then with each minute, as long as anything
/// is counted or it fires.
///
/// @param minute the minute (epoch minutes) of the last signal
/// @param counted whether anything was counted since then
public record Cadence(long minute, boolean counted) {
    /// Before anything was said.
    public static final Cadence NEW = new Cadence(Long.MIN_VALUE, false);

    private static final long MINUTE = 60_000;

    Cadence heard() {
        return counted ? this : new Cadence(minute, true);
    }

    /// @param clock the newest time known, epoch milliseconds
    boolean due(long clock, boolean firing) {
        return Math.floorDiv(clock, MINUTE) > minute && (counted || firing);
    }

    Cadence told(long clock) {
        return new Cadence(Math.floorDiv(clock, MINUTE), false);
    }
}
