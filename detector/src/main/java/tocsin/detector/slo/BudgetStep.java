package tocsin.detector.slo;

/// Says that a part of the period's error budget is spent. It says so until a tenth of that part is
/// back, of the whole budget a twentieth: a rolling window that gives back one bad minute has
/// restored nothing. In a calendar period only the next one gives anything back.
///
/// @param percent of the budget
/// @param freezes whether deployments of the service stop for as long
public record BudgetStep(int percent, boolean freezes) {
    private static final int ALL = 100;

    /// One that says what the step says by default: once nothing is left, nothing is deployed.
    public BudgetStep(int percent) {
        this(percent, percent == ALL);
    }

    public BudgetStep {
        if (percent < 1 || percent > ALL) {
            throw new IllegalArgumentException(
                    "a step of the budget lies between 1 % and 100 %, not at " + percent + " %");
        }
        if (freezes && percent < ALL) {
            throw new IllegalArgumentException(
                    "deployments are frozen when the whole budget is spent, at 1");
        }
    }

    /// Whether nothing of the budget is left at it.
    boolean isTheLast() {
        return percent == ALL;
    }

    /// The thousandths of the budget below which it is over.
    long restoredPermille() {
        return isTheLast() ? 950 : percent * 9L;
    }

    /// Class of its facet.
    public String name() {
        return isTheLast() ? "BUDGET_EXHAUSTED" : "BUDGET_" + percent;
    }
}
