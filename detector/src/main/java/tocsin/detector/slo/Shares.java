package tocsin.detector.slo;

import java.util.ArrayList;
import java.util.List;

/// Which of a composite's children have their part in what is bad.
public final class Shares {
    /// What one child counted in the window that was looked at.
    ///
    /// @param sli its indicator
    /// @param weight what it weighs
    /// @param length of the window in milliseconds
    /// @param bad bad events or slices of its own
    /// @param total all of its own
    /// @param share its part in all that is bad, by weight, 0 to 1
    public record Share(
            String sli, int weight, long length, double bad, double total, double share) {}

    private Shares() {}

    /// Of the longest window of the first facet that fires, or else of the first.
    ///
    /// @param children series of the objective's children, in order
    static List<Share> of(Slo slo, Standing standing, List<SloSeries> children) {
        if (children.isEmpty()) {
            return List.of();
        }
        long length = standing.worst().windows().getFirst().length();
        var parts = slo.children();
        var bad = new double[parts.size()];
        var total = new double[parts.size()];
        double all = 0;
        for (int i = 0; i < bad.length; i++) {
            var sum = parts.get(i).counted(children.get(i).sum(length, standing.at()));
            bad[i] = sum.badEvents();
            total[i] = sum.totalEvents();
            all += bad[i] * weight(slo, i);
        }
        var shares = new ArrayList<Share>();
        for (int i = 0; i < bad.length; i++) {
            double share = all == 0 ? 0 : bad[i] * weight(slo, i) / all;
            shares.add(
                    new Share(parts.get(i).sli(), weight(slo, i), length, bad[i], total[i], share));
        }
        return shares;
    }

    private static int weight(Slo slo, int child) {
        return slo.parts().all().get(child).weight();
    }
}
