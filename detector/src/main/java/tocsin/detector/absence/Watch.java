package tocsin.detector.absence;

/// How an indicator is listened to.
///
/// @param fixed how long it may be silent, in milliseconds; 0 when that is learned
public record Watch(long fixed) {
    /// As often as it usually comes.
    static final Watch LEARNED = new Watch(0);

    /// The stricter of the two.
    Watch and(Watch other) {
        if (fixed == 0 || other.fixed == 0) {
            return new Watch(Math.max(fixed, other.fixed));
        }
        return new Watch(Math.min(fixed, other.fixed));
    }
}
