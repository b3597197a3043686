package tocsin.detector.slo;

/// Says that a part of the period's error budget is spent. It says so until a tenth of that part is
/// back: a rolling window that gives back one bad minute has restored nothing.
///
/// @param percent of the budget
public record BudgetStep(int percent) {
    private static final int ALL = 100;

    public BudgetStep {
        if (percent < 1 || percent > ALL) {
            throw new IllegalArgumentException(
                    "a step of the budget lies between 1 % and 100 %, not at " + percent + " %");
        }
    }

    /// Class of its facet.
    public String name() {
        return percent == ALL ? "BUDGET_EXHAUSTED" : "BUDGET_" + percent;
    }
}
