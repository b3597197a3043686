package tocsin.ingest.prometheus;

import java.util.Optional;
import java.util.regex.Pattern;

/// Text that may be looked at so many times only: `java.util.regex` backtracks, and a label's value
/// comes from outside.
final class BoundedText implements CharSequence {
    private static final int MAX_LOOKS = 200_000;

    private static final class ExhaustedException extends RuntimeException {}

    private final CharSequence text;
    private int looks;

    private BoundedText(CharSequence text) {
        this.text = text;
    }

    /// Whether the whole text matches; empty when that took too long to find out.
    static Optional<Boolean> matches(Pattern pattern, String text) {
        try {
            return Optional.of(pattern.matcher(new BoundedText(text)).matches());
        } catch (ExhaustedException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
