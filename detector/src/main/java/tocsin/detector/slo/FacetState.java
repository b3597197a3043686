package tocsin.detector.slo;

/// What is remembered of one facet between samples.
///
/// @param firing whether it fires
/// @param since event time since which it fires; 0 while it does not
/// @param clearSince watermark since which it has been clear; [#NOT_CLEAR] while it is not
public record FacetState(boolean firing, long since, long clearSince) {
    /// The facet's condition holds, or it does not fire.
    public static final long NOT_CLEAR = Long.MIN_VALUE;

    /// Before anything was counted.
    public static final FacetState OK = new FacetState(false, 0, NOT_CLEAR);

    /// Decides what the facet does next. Firing is eager, at the newest event time; clearing waits
    /// for the watermark.
    ///
    /// @param holds whether the condition holds at the newest event time
    /// @param clear whether it is clear at the watermark
    /// @param newest newest event time
    /// @param watermark time before which no more samples are waited for
    /// @param clearFor how long it must stay clear
    /// @param minEpisode how long it fires at least
    FacetState next(
            boolean holds,
            boolean clear,
            long newest,
            long watermark,
            long clearFor,
            long minEpisode) {
        if (!firing) {
            return holds ? new FacetState(true, newest, NOT_CLEAR) : this;
        }
        if (!clear || holds) {
            return clearSince == NOT_CLEAR ? this : new FacetState(true, since, NOT_CLEAR);
        }
        if (clearSince == NOT_CLEAR) {
            return new FacetState(true, since, watermark);
        }
        boolean longEnough = watermark - clearSince >= clearFor && watermark - since >= minEpisode;
        return longEnough ? OK : this;
    }
}
