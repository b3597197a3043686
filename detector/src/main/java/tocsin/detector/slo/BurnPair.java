package tocsin.detector.slo;

/// Fires when the error budget burns faster than a threshold over a long and a short window. The
/// short window makes it stop soon after the service recovers. Source: the SRE workbook, chapter 5,
/// "Multiwindow, Multi-Burn-Rate Alerts".
///
/// @param name class of the facet, such as `PAGE_FAST`
/// @param factorMilli burn-rate threshold in thousandths: 14,400 for 14.4
/// @param longMillis long window in milliseconds
/// @param shortMillis short window in milliseconds
public record BurnPair(String name, long factorMilli, long longMillis, long shortMillis) {
    public BurnPair {
        if (shortMillis >= longMillis) {
            throw new IllegalArgumentException(
                    "%s: the short window (%d ms) must be shorter than the long one (%d ms)"
                            .formatted(name, shortMillis, longMillis));
        }
        if (longMillis > Ring.LONGEST_WINDOW || shortMillis < 1_000) {
            throw new IllegalArgumentException(
                    name + ": windows must lie between 1 second and 31 days");
        }
        if (factorMilli < 1) {
            throw new IllegalArgumentException(
                    name + ": the factor is " + factorMilli + " thousandths; it must be above 0");
        }
    }
}
