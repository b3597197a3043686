package tocsin.detector.slo;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.Ring;

import java.util.List;

/// What a decision was made from beside the counts of its windows: enough to make it again by hand.
///
/// @param conditions of every facet, firing or not
/// @param first start of the first interval ever counted, epoch milliseconds
/// @param watermark time before which no more samples were waited for, epoch milliseconds
/// @param badPerMinute bad events of the newest minute
/// @param shares of a composite's children; empty of any other
public record Evidence(
        List<Condition> conditions,
        long first,
        long watermark,
        double badPerMinute,
        List<Shares.Share> shares) {
    private static final long MINUTE = 60_000;

    /// What has to hold in every window of a facet for it to begin to fire.
    ///
    /// @param ratio the error ratio of each window
    /// @param orEqual whether the ratio itself is enough; else it has to be exceeded
    /// @param guard what the longest window must hold besides
    /// @param test of the guard
    record Threshold(double ratio, boolean orEqual, Guard guard, Binomial test) {}

    /// A facet's threshold and what was found there.
    ///
    /// @param facet its class
    /// @param buckets length of the buckets of each window, in milliseconds, the longest first
    /// @param found what the guard found
    /// @param promql the same for Prometheus, without the guard; empty where no Prometheus has the
    ///   events
    public record Condition(
            String facet,
            double ratio,
            boolean orEqual,
            List<Long> buckets,
            Guard guard,
            Guard.Finding found,
            String promql) {}

    /// @param facets all of the objective
    static Evidence of(Slo slo, List<Facet> facets, Ring ring, long watermark) {
        return new Evidence(
                facets.stream().map(facet -> condition(slo, facet, ring)).toList(),
                ring.first(),
                watermark,
                slo.counted(ring.sum(MINUTE, ring.last())).badEvents(),
                List.of());
    }

    Evidence with(List<Shares.Share> ofChildren) {
        return new Evidence(conditions, first, watermark, badPerMinute, ofChildren);
    }

    private static Condition condition(Slo slo, Facet facet, Ring ring) {
        var windows = facet.windows(ring.last());
        var threshold = facet.threshold(ring, ring.last());
        var longest = facet.sum(ring, windows.getFirst(), ring.last());
        return new Condition(
                facet.name(),
                threshold.ratio(),
                threshold.orEqual(),
                windows.stream().map(window -> facet.bucketLength(ring, window)).toList(),
                threshold.guard(),
                threshold.guard().finding(slo.guarded(longest), threshold.test()),
                PromQl.ratios(slo, threshold.ratio(), threshold.orEqual(), windows));
    }
}
