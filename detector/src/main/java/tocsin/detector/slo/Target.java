package tocsin.detector.slo;

import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The target of an objective.
///
/// @param place where it stands
/// @param share of events that must be good, 0 to 1
/// @param budgetPpb what it leaves, in parts per billion
record Target(Field place, BigDecimal share, long budgetPpb) {
    /// Reads the target of one entry of `objectives`.
    static Target of(Field objective) {
        var share = objective.get("target");
        var percent = objective.get("targetPercent");
        if (share.present() == percent.present()) {
            throw objective.wrong("needs either target or targetPercent");
        }
        return share.present()
                ? of(share, share.number())
                : of(percent, percent.number().movePointLeft(2));
    }

    private static Target of(Field place, BigDecimal share) {
        return place.reading(() -> {
            var budget = BigDecimal.ONE.subtract(share).movePointRight(9);
            long ppb = budget.setScale(0, RoundingMode.HALF_UP).longValueExact();
            Slo.requireBudget(share.toPlainString(), ppb);
            return new Target(place, share, ppb);
        });
    }

    String text() {
        return share.toPlainString();
    }

    /// @throws tocsin.runtime.definitions.UnusableDefinitionException when the pair could never
    ///   fire
    void requirePossible(BurnPair pair, Period period) {
        var _ =
                place.reading(() -> {
                    Slo.requirePossible(pair, text(), budgetPpb, period);
                    return pair;
                });
    }
}
