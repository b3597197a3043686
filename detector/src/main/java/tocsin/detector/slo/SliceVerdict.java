package tocsin.detector.slo;

import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;

/// What becomes of a time slice in which something happened.
@FunctionalInterface
interface SliceVerdict {
    /// What becomes of one.
    ///
    /// @param bad bad events of the slice, of all children together
    /// @param total all events of the slice, above 0
    Budgeting.Verdict of(long slice, long bad, long total);

    /// The way an objective says.
    ///
    /// @param children what the children of a composite have counted
    static SliceVerdict of(Slo slo, Budgeting.Slices rule, List<Ring> children) {
        return switch (slo.parts().operator()) {
            case SUM -> (_, bad, total) -> rule.verdict(bad, total);
            case ANY_BAD -> {
                var judges = judges(slo);
                yield (slice, _, _) ->
                        new Budgeting.Verdict(anyBad(slice, judges, children) ? 1 : 0, 1);
            }
            case WEIGHTED -> {
                var weights = slo.parts().all().stream().mapToInt(Part::weight).toArray();
                yield (slice, _, _) -> rule.verdict(mean(slice, weights, children));
            }
        };
    }

    private static List<Budgeting.Slices> judges(Slo slo) {
        var judges = new ArrayList<Budgeting.Slices>();
        for (var part : slo.parts().all()) {
            judges.add((Budgeting.Slices) part.budgeting());
        }
        return judges;
    }

    private static boolean anyBad(long slice, List<Budgeting.Slices> judges, List<Ring> children) {
        for (int child = 0; child < judges.size(); child++) {
            var ring = children.get(child);
            long total = ring.totalIn(Ring.SLICES, slice);
            if (total > 0
                    && judges.get(child).verdict(ring.badIn(Ring.SLICES, slice), total).bad() > 0) {
                return true;
            }
        }
        return false;
    }

    /// The mean error ratio of the children in which something happened.
    private static double mean(long slice, int[] weights, List<Ring> children) {
        double bad = 0;
        double all = 0;
        for (int child = 0; child < weights.length; child++) {
            var ring = children.get(child);
            long total = ring.totalIn(Ring.SLICES, slice);
            if (total > 0) {
                long failed = Math.clamp(ring.badIn(Ring.SLICES, slice), 0, total);
                bad += weights[child] * ((double) failed / total);
                all += weights[child];
            }
        }
        return all == 0 ? 0 : bad / all;
    }
}
