package tocsin.detector.slo;

import java.math.BigDecimal;

/// What a measured value must be to be good.
public record Threshold(Operator operator, BigDecimal value) {
    /// How a value compares that is good, as OpenSLO has it, and one that is not.
    enum Operator {
        LTE("above"),
        GTE("below"),
        LT("at or above"),
        GT("at or below");

        private final String otherwise;

        Operator(String otherwise) {
            this.otherwise = otherwise;
        }
    }

    /// Whether a finite value is good. Compared as it is written: 0.1 is 0.1.
    public boolean good(double measured) {
        int compared = BigDecimal.valueOf(measured).compareTo(value);
        return switch (operator) {
            case LTE -> compared <= 0;
            case GTE -> compared >= 0;
            case LT -> compared < 0;
            case GT -> compared > 0;
        };
    }

    /// What bad values are, such as `above 0.5`.
    String otherwise() {
        return operator.otherwise + " " + value.toPlainString();
    }
}
