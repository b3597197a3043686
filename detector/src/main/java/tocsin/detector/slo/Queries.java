package tocsin.detector.slo;

import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/// The counters of an indicator as Prometheus has them.
///
/// @param counted selector of the good or the bad events; empty where no Prometheus has them
/// @param total selector of all events
/// @param goodCounted whether `counted` are the good ones
public record Queries(String counted, String total, boolean goodCounted) {
    /// No Prometheus has the events.
    public static final Queries NONE = new Queries("", "", false);

    /// PromQL that holds where the error ratio of each of these windows is above a threshold.
    ///
    /// @param orEqual whether the threshold itself is enough
    /// @param windows in milliseconds
    String ratios(double threshold, boolean orEqual, Collection<Long> windows) {
        if (counted.isEmpty()) {
            return "";
        }
        var comparison = (orEqual ? " >= " : " > ") + BigDecimal.valueOf(threshold).toPlainString();
        return windows.stream()
                .map(window -> ratio(window) + comparison)
                .collect(Collectors.joining(" and "));
    }

    private String ratio(long window) {
        var range = "[" + DurationText.of(Duration.ofMillis(window)) + "]";
        var ratio = "sum(rate(%s%s)) / sum(rate(%s%s))".formatted(counted, range, total, range);
        return goodCounted ? "1 - " + ratio : ratio;
    }
}
