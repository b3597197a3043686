package tocsin.detector.slo;

import tocsin.runtime.definitions.Field;

import java.math.BigDecimal;
import java.util.List;

/// Reads what a window must hold before its ratio says anything: `guards` of a burn policy, and the
/// annotations of an SLO, which win.
final class GuardReader {
    static final String MIN_BAD = "tocsin.dev/min-bad";
    static final String MIN_TOTAL = "tocsin.dev/min-total";
    static final String ALPHA = "tocsin.dev/alpha";

    /// All of them.
    static final List<String> ANNOTATIONS = List.of(MIN_BAD, MIN_TOTAL, ALPHA);

    private GuardReader() {}

    /// @param guards `guards`, which need not be there
    static Guard of(Field guards) {
        var _ = guards.optional().map(Field::keys);
        var minBad = guards.get("minBad");
        var minTotal = guards.get("minTotal");
        var alpha = guards.get("alpha");
        return guards.reading(() ->
                new Guard(
                        minBad.present() ? minBad.integer() : Guard.USUAL.minBad(),
                        minTotal.present() ? minTotal.integer() : Guard.USUAL.minTotal(),
                        alpha.present() ? alpha.number().doubleValue() : Guard.USUAL.alpha()));
    }

    /// @param before what the policy asks for
    static Guard of(Field annotations, Guard before) {
        return annotations.reading(() ->
                new Guard(
                        whole(annotations.get(MIN_BAD), before.minBad()),
                        whole(annotations.get(MIN_TOTAL), before.minTotal()),
                        annotations
                                .get(ALPHA)
                                .optional()
                                .map(alpha -> number(alpha).doubleValue())
                                .orElse(before.alpha())));
    }

    private static long whole(Field annotation, long otherwise) {
        return annotation
                .optional()
                .map(field -> (long) field.reading(() -> number(field).intValueExact()))
                .orElse(otherwise);
    }

    /// Annotations are texts.
    private static BigDecimal number(Field annotation) {
        var text = annotation.text();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw annotation.wrong("must be a number, not '%s'".formatted(text));
        }
    }
}
