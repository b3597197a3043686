package tocsin.detector.window;

/// What one objective or rule counts of one service.
public interface Series {
    /// Everything counted.
    Ring ring();

    /// What was odd about its samples.
    Oddities oddities();

    /// Counts events of `(start, end]`.
    ///
    /// @param onClosed told of every bucket that has to be stored
    void count(long start, long end, long bad, long total, Ring.BucketListener onClosed);
}
