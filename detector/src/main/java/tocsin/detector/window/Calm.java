package tocsin.detector.window;

/// A time during which a facet cannot begin to hold, whatever is counted, unless too much of it is
/// bad: an upper bound of the bad events of its window, against a lower bound of all events.
///
/// @param until last event time it says anything about
/// @param badEvents of the ring's whole history; with more than these it says nothing any more
public record Calm(long until, long badEvents) {
    /// Says nothing.
    public static final Calm NONE = new Calm(Long.MIN_VALUE, 0);

    /// Below this length a window is so short that it cuts the newest bucket, whose events have no
    /// fixed places yet.
    private static final long SHORTEST = 60_000;

    /// For how long nothing can begin to hold in windows of this length.
    ///
    /// @param time newest event time
    /// @param window length of the window that must be bad, in milliseconds
    /// @param ratio the share of bad events that it must exceed, or reach
    public static Calm of(Ring ring, long time, long window, double ratio) {
        if (window < SHORTEST) {
            return NONE;
        }
        double bad = ring.sum(window, time).badEvents();
        if (bad == 0) {
            return new Calm(Long.MAX_VALUE, ring.badCounted());
        }
        // Every window that ends within three eighths of one holds the newest half of this one, and
        // the bucket it cuts, an eighth at most, lies before that half. One event to spare, since
        // what is cut is rounded.
        double total = ring.sum(window / 2, time).totalEvents();
        long spare = (long) (ratio * total - bad) - 1;
        return spare < 0 ? NONE : new Calm(time + window / 8 * 3, ring.badCounted() + spare);
    }

    public boolean covers(long time, long badCounted) {
        return time <= until && badCounted <= badEvents;
    }
}
