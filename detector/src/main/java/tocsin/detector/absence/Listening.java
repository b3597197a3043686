package tocsin.detector.absence;

/// How long anybody listened: the time of the ticks less the gaps between them. While ingest is
/// down nobody can be heard, so that time says nothing about a service. A detector that lags reads
/// its ticks late as well: its own delay is no silence either.
///
/// @param tick the newest tick, epoch milliseconds
/// @param missed milliseconds without ticks before it
public record Listening(long tick, long missed) {
    /// A longer gap between two ticks is time in which nobody listened.
    static final long GAP = 5_000;

    private static final long USUAL = 1_000;

    /// Before the first tick.
    public static final Listening NEVER = new Listening(Long.MIN_VALUE, 0);

    /// Whether there was a tick yet.
    public boolean began() {
        return tick != Long.MIN_VALUE;
    }

    /// After another tick.
    public Listening at(long newer) {
        if (!began() || newer - tick <= GAP) {
            return new Listening(newer, missed);
        }
        return new Listening(newer, missed + newer - tick - USUAL);
    }

    /// How long was listened up to the newest tick, in milliseconds from an arbitrary start.
    long clock() {
        return tick - missed;
    }
}
