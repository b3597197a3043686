package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/// Fires when the error budget burns faster than a threshold over a long and a short window. The
/// short window makes it stop soon after the service recovers. Source: the SRE workbook, chapter 5,
/// "Multiwindow, Multi-Burn-Rate Alerts".
///
/// @param name class of the facet, such as `PAGE_FAST`
/// @param factorMilli burn-rate threshold in thousandths: 14,400 for 14.4
/// @param longMillis long window in milliseconds
/// @param shortMillis short window in milliseconds
public record BurnPair(String name, long factorMilli, long longMillis, long shortMillis) {
    static final Set<String> CLASSES =
            Set.of("PAGE_FAST", "PAGE_SLOW", "TICKET_FAST", "TICKET_SLOW");

    public BurnPair {
        if (!CLASSES.contains(name)) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' is no class of a burn pair; there are "
                            + new TreeSet<>(CLASSES));
        }
        if (shortMillis >= longMillis) {
            throw new IllegalArgumentException(
                    "%s: the short window (%s) must be shorter than the long one (%s)"
                            .formatted(name, text(shortMillis), text(longMillis)));
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

    private static String text(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }
}
