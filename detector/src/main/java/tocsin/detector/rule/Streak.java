package tocsin.detector.rule;

/// How many of the newest checks had the same outcome.
///
/// @param bad whether they failed
public record Streak(boolean bad, int length) {
    /// Nothing was checked.
    public static final Streak NONE = new Streak(false, 0);

    private static final int MOST = 1_000_000;

    Streak then(boolean nextBad) {
        return nextBad == bad
                ? new Streak(bad, Math.min(MOST, length + 1))
                : new Streak(nextBad, 1);
    }
}
