package tocsin.detector.slo;

/// The counters of an indicator as Prometheus has them.
///
/// @param counted selector of the good or the bad events; empty where no Prometheus has them
/// @param total selector of all events
/// @param goodCounted whether `counted` are the good ones
public record Queries(String counted, String total, boolean goodCounted) {
    /// No Prometheus has the events.
    public static final Queries NONE = new Queries("", "", false);
}
