package tocsin.ingest.prometheus;

import tocsin.ingest.input.Quote;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One condition of a selector. A missing label has the empty value, as in Prometheus.
sealed interface LabelMatcher {
    /// Longest regular expression.
    int MAX_PATTERN_LENGTH = 200;

    /// The label it looks at.
    String label();

    /// Whether it holds for this value.
    boolean matches(String value);

    /// `=` and `!=`.
    record Equal(String label, String wanted, boolean negated) implements LabelMatcher {
        @Override
        public boolean matches(String value) {
            return value.equals(wanted) != negated;
        }
    }

    /// `=~` and `!~`, anchored at both ends.
    record Regex(String label, Pattern pattern, boolean negated) implements LabelMatcher {
        @Override
        public boolean matches(String value) {
            return BoundedText.matches(pattern, value)
                    .map(matches -> matches != negated)
                    .orElse(false);
        }

        /// Patterns are the same when they are written the same.
        @Override
        public boolean equals(Object other) {
            return other instanceof Regex(var otherLabel, var otherPattern, var otherNegated)
                    && label.equals(otherLabel)
                    && pattern.pattern().equals(otherPattern.pattern())
                    && negated == otherNegated;
        }

        @Override
        public int hashCode() {
            return Objects.hash(label, pattern.pattern(), negated);
        }
    }

    /// Builds the condition that `operator` asks for.
    ///
    /// @throws IllegalArgumentException when the expression cannot be used
    static LabelMatcher of(String label, String operator, String value) {
        return switch (operator) {
            case "=" -> new Equal(label, value, false);
            case "!=" -> new Equal(label, value, true);
            case "=~" -> new Regex(label, pattern(value), false);
            case "!~" -> new Regex(label, pattern(value), true);
            default -> throw new IllegalArgumentException("no operator: " + Quote.of(operator));
        };
    }

    private static Pattern pattern(String expression) {
        if (expression.length() > MAX_PATTERN_LENGTH) {
            throw new IllegalArgumentException(
                    "a regular expression of %d characters, at most %d"
                            .formatted(expression.length(), MAX_PATTERN_LENGTH));
        }
        try {
            return Pattern.compile(expression, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "a regular expression that does not compile: " + e.getDescription(), e);
        }
    }
}
