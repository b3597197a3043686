package tocsin.detector.rule;

import java.util.OptionalDouble;

/// What was measured in a window, beside what it is compared with, both in the same unit: a part of
/// 1, events, checks, days, or the unit of what is usual.
///
/// @param comparison word of the document, such as `above`
/// @param limit at or beyond which it is too much, or too little; empty while nothing is usual yet
/// @param clear on the good side of which it is clearly over; empty likewise
/// @param length of the window, in milliseconds; 0 for what was said last
/// @param to end of the window, epoch milliseconds
public record Compared(
        String comparison,
        double value,
        OptionalDouble limit,
        OptionalDouble clear,
        long length,
        long to) {
    Compared(String comparison, double value, double limit, double clear, long length, long to) {
        this(comparison, value, OptionalDouble.of(limit), OptionalDouble.of(clear), length, to);
    }
}
