package tocsin.detector.slo;

import tocsin.detector.window.WindowSum;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How an objective stands at one moment: every window looked at, and the budget.
///
/// @param at event time, epoch milliseconds
/// @param affectedShare share of bad events in the newest minute, 0 to 1
/// @param exhaustedIn milliseconds until the budget is gone at the newest rate; none when it never
///   is, or when nobody asked
public record Standing(
        long at,
        List<FacetStanding> facets,
        Budget budget,
        double affectedShare,
        OptionalLong exhaustedIn) {
    /// One facet with the counts behind it.
    ///
    /// @param since event time since which it fires; 0 while it does not
    /// @param factorMilli burn-rate threshold in thousandths; 0 for all but burn pairs
    /// @param windows long, then short; one for all but burn pairs
    public record FacetStanding(
            String name, boolean firing, long since, long factorMilli, List<Window> windows) {}

    /// Counts of the `length` milliseconds up to the moment.
    public record Window(long length, WindowSum sum, double burn) {}

    /// The error budget, in events or time slices.
    ///
    /// @param badEvents bad ones seen; a fraction where the oldest bucket is cut
    /// @param begin when the period began, epoch milliseconds
    /// @param frozen whether it is spent and deployments wait; none where the policy does not say
    /// @param coverage share of the period that history covers, 0 to 1
    /// @param allowedBad bad events a whole period allows, at the traffic seen so far
    public record Budget(
            long periodMillis,
            long begin,
            double coverage,
            double badEvents,
            long total,
            double allowedBad,
            Optional<Boolean> frozen) {
        /// Bad events seen, in whole ones.
        public long bad() {
            return Math.round(badEvents);
        }

        /// Good events seen.
        public long good() {
            return total - bad();
        }

        /// Share of the budget that is spent; 1 = all.
        public double consumed() {
            return allowedBad == 0 ? 0 : badEvents / allowedBad;
        }
    }

    Standing with(OptionalLong forecast) {
        return new Standing(at, facets, budget, affectedShare, forecast);
    }

    /// The first facet that fires; where none does, the first.
    FacetStanding worst() {
        return facets.stream().filter(FacetStanding::firing).findFirst().orElse(facets.getFirst());
    }

    /// Whether any facet fires.
    public boolean firing() {
        return facets.stream().anyMatch(FacetStanding::firing);
    }
}
