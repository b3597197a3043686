package tocsin.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import tocsin.detector.Tally.Sum;
import tocsin.schemas.Breach;
import tocsin.schemas.Facet;
import tocsin.schemas.FacetCondition;
import tocsin.schemas.MetricSample;
import tocsin.schemas.WindowCounts;

import java.util.HashSet;
import java.util.List;

/// What a person with a script does who does not trust a breach: takes the samples off the log up
/// to the one that decided it, and counts again, with nothing but what the breach says.
final class Recount {
    private final Breach breach;
    private final Tally tally = new Tally();

    /// @param log every sample of the partition; its place in the list is its offset
    Recount(Breach breach, List<MetricSample> log) {
        this.breach = breach;
        var seen = new HashSet<String>();
        var crossing = breach.getEvidence().getCrossing();
        for (var sample : log.subList(0, (int) crossing.getOffset() + 1)) {
            if (sample.getService().equals(breach.getService())
                    && sample.getSli().equals(breach.getSli())
                    && sample.getCounts() != null
                    && seen.add(sample.getEnvelope().getId())) {
                long end = sample.getEnvelope().getAt().toEpochMilli();
                var counts = sample.getCounts();
                tally.count(
                        end - counts.getLengthMillis(),
                        end,
                        counts.getTotal() - counts.getGood(),
                        counts.getTotal());
            }
        }
        var decided = log.get((int) crossing.getOffset()).getEnvelope();
        assertThat(crossing.getSample()).isEqualTo(decided.getId());
        assertThat(crossing.getAt()).isEqualTo(decided.getAt());
    }

    /// Demands that everything the breach says is so.
    void agrees() {
        var facets = breach.getFacets();
        for (int i = 0; i < facets.size(); i++) {
            agrees(facets.get(i), breach.getEvidence().getConditions().get(i));
        }
        var budget = breach.getBudget();
        var all = tally.all();
        assertThat((double) budget.getTotal()).isEqualTo(all.total());
        assertThat((double) budget.getTotal() - budget.getGood()).isEqualTo(all.bad());
        assertThat(budget.getConsumed() * budget.getAllowedBad())
                .isCloseTo(all.bad(), within(1e-6));
        var minute = sum(60_000, 10_000);
        assertThat(breach.getEvidence().getBadPerMinute()).isCloseTo(minute.bad(), within(2e-4));
        assertThat(breach.getAffectedShare())
                .isCloseTo(minute.bad() / minute.total(), within(1e-4));
    }

    private void agrees(Facet facet, FacetCondition condition) {
        assertThat(condition.getFacet()).isEqualTo(facet.getName());
        boolean holds = guard(facet, condition);
        for (int i = 0; i < facet.getWindows().size(); i++) {
            var window = facet.getWindows().get(i);
            var sum = sum(window.getLengthMillis(), condition.getBucketMillis().get(i));
            counts(facet, window, sum);
            holds &= exceeds(sum, condition);
        }
        if (facet.getName().equals("TOTAL_OUTAGE")) {
            holds &= at() - 60_000 >= first();
        }
        if (facet.getFactorMilli() > 0) {
            double budget = 1 - Double.parseDouble(breach.getTarget());
            assertThat(condition.getErrorRatio())
                    .isCloseTo(facet.getFactorMilli() / 1_000.0 * budget, within(1e-12));
        }
        boolean begins = facet.getFiring() && facet.getSince().toEpochMilli() == at();
        if (holds || begins) {
            assertThat(facet.getFiring()).as("%s of %s fires", facet, breach).isTrue();
            assertThat(holds).as("%s of %s holds", facet, breach).isTrue();
        }
    }

    private static boolean exceeds(Sum sum, FacetCondition condition) {
        return condition.getOrEqual()
                ? sum.bad() > 0 && sum.ratio() >= condition.getErrorRatio()
                : sum.ratio() > condition.getErrorRatio();
    }

    private void counts(Facet facet, WindowCounts window, Sum sum) {
        assertThat(window.getTo().toEpochMilli()).isEqualTo(at());
        assertThat(window.getBad()).as("%s", facet).isCloseTo(sum.bad(), within(2e-4));
        assertThat(window.getTotal()).as("%s", facet).isCloseTo(sum.total(), within(2e-4));
    }

    private static long tested(FacetCondition condition) {
        return (long) Math.ceil(15 / condition.getErrorRatio());
    }

    private boolean guard(Facet facet, FacetCondition condition) {
        var first = facet.getWindows().getFirst();
        var sum = sum(first.getLengthMillis(), condition.getBucketMillis().getFirst());
        assertThat(condition.getBad()).isEqualTo((long) (sum.bad() + 1e-4));
        assertThat(condition.getTotal()).isEqualTo((long) Math.ceil(sum.total() - 1e-4));
        double chance =
                condition.getAlpha() == 1
                        ? 1
                        : Tally.chance(
                                condition.getBad(),
                                Math.min(condition.getTotal(), tested(condition)),
                                condition.getErrorRatio());
        assertThat(condition.getPValue()).isCloseTo(chance, within(1e-8));
        boolean passes =
                condition.getBad() >= condition.getMinBad()
                        && condition.getTotal() >= condition.getMinTotal()
                        && (condition.getAlpha() == 1 || chance < condition.getAlpha());
        assertThat(condition.getPassed()).isEqualTo(passes);
        return passes;
    }

    private Sum sum(long length, long bucket) {
        return tally.sum(length, bucket, at());
    }

    private long at() {
        return breach.getEnvelope().getAt().toEpochMilli();
    }

    private long first() {
        return breach.getEvidence().getQuality().getFirst().toEpochMilli();
    }
}
