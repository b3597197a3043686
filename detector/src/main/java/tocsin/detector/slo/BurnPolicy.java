package tocsin.detector.slo;

import java.util.List;
import java.util.Optional;

/// How fast an error budget may burn before somebody hears of it, and when that is over.
///
/// @param name of the document
/// @param clearForMillis how long a facet must stay clear before it stops firing; 0 leaves it to
///   the pair: the longer of 60 s and a fifth of its short window
/// @param minEpisodeMillis how long a facet fires at least
/// @param budget parts of the budget whose loss is told of, whatever the speed
/// @param runways how long what is left of the budget must last
/// @param guard what the long window of a pair must hold before its ratio says anything
public record BurnPolicy(
        String name,
        List<BurnPair> pairs,
        long clearForMillis,
        long minEpisodeMillis,
        List<BudgetStep> budget,
        List<Runway> runways,
        Guard guard) {
    private static final long MIN_CLEAR = 60_000;

    /// One that says nothing of what is spent, with the usual guard.
    public BurnPolicy(
            String name, List<BurnPair> pairs, long clearForMillis, long minEpisodeMillis) {
        this(name, pairs, clearForMillis, minEpisodeMillis, List.of(), Guard.USUAL);
    }

    /// One without forecasts.
    BurnPolicy(
            String name,
            List<BurnPair> pairs,
            long clearForMillis,
            long minEpisodeMillis,
            List<BudgetStep> budget,
            Guard guard) {
        this(name, pairs, clearForMillis, minEpisodeMillis, budget, List.of(), guard);
    }

    public BurnPolicy {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("there are no pairs");
        }
        pairs = List.copyOf(pairs);
        budget = List.copyOf(budget);
        runways = Runway.each(runways);
        if (pairs.stream().map(BurnPair::name).distinct().count() < pairs.size()) {
            throw new IllegalArgumentException("there are two pairs of the same class");
        }
        if (budget.stream().map(BudgetStep::percent).distinct().count() < budget.size()) {
            throw new IllegalArgumentException("a step of the budget is there twice");
        }
    }

    /// The same under another guard.
    BurnPolicy with(Guard another) {
        return new BurnPolicy(
                name, pairs, clearForMillis, minEpisodeMillis, budget, runways, another);
    }

    /// The step at which nothing is left of the budget, where there is one.
    Optional<BudgetStep> atTheEnd() {
        for (var step : budget) {
            if (step.isTheLast()) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    /// How long a facet with this short window must stay clear.
    long clearFor(long shortMillis) {
        return clearForMillis > 0 ? clearForMillis : Math.max(MIN_CLEAR, shortMillis / 5);
    }
}
