package tocsin.detector.rule;

import tocsin.detector.baseline.SizeRing;
import tocsin.detector.baseline.Usual;
import tocsin.detector.window.Calm;
import tocsin.detector.window.Figures;
import tocsin.detector.window.Ring;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/// A value is far from what is usual: above a multiple of it, or below a part.
///
/// @param measure what has the value
/// @param above whether a high value is bad
/// @param factorMilli how many thousandths of what is usual are too many, or too few
/// @param clearMilli beyond these, on the good side, it is over
/// @param floor no value below this is too high
record Unusual(
        Valued measure,
        long window,
        boolean above,
        long factorMilli,
        long clearMilli,
        double floor,
        UsualGuards guards)
        implements Condition {
    private static final long BUCKET = 10_000;

    @Override
    public boolean holds(Known known, long watermark) {
        long end = end(known.ring(), watermark);
        return !Spans.forgotten(known.ring(), window, watermark)
                && comparable(known, end)
                && reading(known, end)
                        .filter(read ->
                                above
                                        ? read.value() > read.threshold()
                                        : read.value() < read.threshold())
                        .filter(read -> guards.pass(this, known, end, read))
                        .isPresent();
    }

    /// While it is not known it is not over.
    @Override
    public boolean clear(Known known, long watermark) {
        long end = Math.min(watermark, known.ring().last());
        var read = reading(known, end);
        if (Spans.forgotten(known.ring(), window, watermark) || read.isEmpty()) {
            return true;
        }
        double over = over(read.get().threshold());
        return above
                ? read.get().value() < over
                : comparable(known, end) && read.get().value() > over;
    }

    /// Where it is over.
    private double over(double threshold) {
        return threshold * clearMilli / factorMilli;
    }

    /// The value to learn from; empty where too little was counted.
    OptionalDouble value(Known known, long end) {
        return known.learned()
                .filter(learned ->
                        end - window >= learned.steadySince()
                                && measure.events(known.ring(), learned, window, end)
                                        >= guards.minTotal())
                .map(learned ->
                        OptionalDouble.of(measure.value(known.ring(), learned, window, end)))
                .orElseGet(OptionalDouble::empty);
    }

    /// A low value says something only of a window in which the service was heard throughout.
    boolean comparable(Known known, long end) {
        return above
                || known.learned()
                        .filter(learned -> end - window >= learned.steadySince())
                        .isPresent();
    }

    /// Nothing foretells it.
    @Override
    public Calm calm(Ring ring) {
        return Calm.NONE;
    }

    /// Of what is too low nothing is said before the last samples of a moment are in; it is looked
    /// at for each bucket, not for each tick.
    @Override
    public long end(Ring ring, long watermark) {
        return above
                ? ring.last()
                : Math.floorDiv(Math.min(watermark, ring.last()), BUCKET) * BUCKET;
    }

    @Override
    public Compared compared(Known known, long watermark) {
        long end = end(known.ring(), watermark);
        var limit = reading(known, end).map(Reading::threshold);
        double value =
                known.learned()
                        .map(learned -> measure.value(known.ring(), learned, window, end))
                        .orElse(0.0);
        return new Compared(comparison(), value, of(limit), of(limit.map(this::over)), window, end);
    }

    private static OptionalDouble of(Optional<Double> number) {
        return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    @Override
    public RuleChange.Window window(Measure how, Known known, long watermark) {
        long end = end(known.ring(), watermark);
        var sum = known.ring().sum(window, end);
        var last = Figures.last(window);
        var read = reading(known, end);
        return new RuleChange.Window(
                compared(known, watermark),
                holds(known, watermark),
                SizeRing.BUCKET,
                guards.found(this, known, end, read),
                sum,
                read.map(Reading::excess).orElse(0.0),
                read.map(one -> measure.measured(one.value(), last))
                        .orElseGet(() -> how.counted(sum, last)),
                limit(read),
                read);
    }

    private Optional<Reading> reading(Known known, long end) {
        return known.learned()
                .flatMap(learned ->
                        learned.baseline()
                                .at(Math.floorDiv(end, 60_000L))
                                .map(usual ->
                                        reading(
                                                measure.value(known.ring(), learned, window, end),
                                                usual)));
    }

    private Reading reading(double value, Usual usual) {
        double threshold = Math.max(usual.value() * factorMilli / 1e3, floor);
        double excess = above ? value / threshold : threshold / value;
        return new Reading(value, usual, threshold, Math.clamp(excess, 0, 1_000));
    }

    @Override
    public String threshold() {
        return "%s %s %s".formatted(Spans.over(window), comparison(), factor());
    }

    private String limit(Optional<Reading> read) {
        return "%s than %s times %s"
                .formatted(
                        above ? "more" : "less",
                        factor(),
                        read.map(Reading::usual)
                                .map(usual ->
                                        "the %s that are usual %s"
                                                .formatted(
                                                        measure.said(usual.value()), usual.words()))
                                .orElse("what is usual"));
    }

    private String comparison() {
        return above ? "aboveBaseline" : "belowBaseline";
    }

    private String factor() {
        return BigDecimal.valueOf(factorMilli, 3).stripTrailingZeros().toPlainString();
    }
}
