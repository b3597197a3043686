package tocsin.responder.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What one label has to be, in the words of Prometheus. A label that is not there is empty, and an
/// expression has to match the whole value.
///
/// @param value of the label, or a regular expression
public record Condition(String label, Sign sign, String value) {
    static final int TEXT_MAX = 200;

    /// An expression that looks at more characters than this does not hold, whichever its sign: one
    /// that goes on for ever must not stop what pages people.
    private static final int LOOKS_MAX = 20_000;

    /// How the value is meant.
    public enum Sign {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String text;

        Sign(String text) {
            this.text = text;
        }

        private boolean isExpression() {
            return this == MATCHES || this == MATCHES_NOT;
        }
    }

    public Condition {
        if (label.isBlank() || label.length() > TEXT_MAX || value.length() > TEXT_MAX) {
            throw new IllegalArgumentException(
                    "a label and its value have up to %d characters each".formatted(TEXT_MAX));
        }
        if (sign.isExpression()) {
            try {
                var _ = Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'%s' is no expression: %s".formatted(value, e.getDescription()), e);
            }
        }
    }

    /// Reads one such as `alertname=~High.*`.
    public static Condition of(String text) {
        for (int at = 0; at < text.length(); at++) {
            int from = at;
            var sign =
                    Arrays.stream(Sign.values())
                            .sorted(Comparator.comparingInt(one -> -one.text.length()))
                            .filter(one -> text.startsWith(one.text, from))
                            .findFirst();
            if (sign.isPresent()) {
                return new Condition(
                        text.substring(0, at).strip(),
                        sign.get(),
                        text.substring(at + sign.get().text.length()).strip());
            }
        }
        throw new IllegalArgumentException(
                "'%s' is no condition; write one such as alertname=~High.*".formatted(text));
    }

    /// Whether it holds.
    public boolean holds(Map<String, String> labels) {
        var is = Optional.ofNullable(labels.get(label)).orElse("");
        return switch (sign) {
            case EQUAL -> is.equals(value);
            case NOT_EQUAL -> !is.equals(value);
            case MATCHES, MATCHES_NOT -> {
                try {
                    boolean matches =
                            Pattern.compile(value)
                                    .matcher(new Bounded(is, new AtomicInteger()))
                                    .matches();
                    yield matches == (sign == Sign.MATCHES);
                } catch (TooMuch | StackOverflowError _) {
                    yield false;
                }
            }
        };
    }

    /// Whether it says anything of what has no labels at all.
    boolean isOpen() {
        return holds(Map.of());
    }

    /// As it is written.
    public String text() {
        return label + sign.text + value;
    }

    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super("looked at too much", null, false, false);
        }
    }

    /// A text that may be looked at so often only.
    private record Bounded(CharSequence text, AtomicInteger looks) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (looks.incrementAndGet() > LOOKS_MAX) {
                throw new TooMuch();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Bounded(text.subSequence(start, end), looks);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
