package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Figures;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What must hold in one window for a rule to fire, and when that is clearly over.
public sealed interface Condition permits Condition.Share, Condition.Count, InARow, Step, Unusual {
    /// Length of the window, in milliseconds.
    long window();

    /// Whether it holds for the newest sample.
    ///
    /// @param watermark time before which no more samples are waited for
    boolean holds(Known known, long watermark);

    /// Whether it is clearly over at the watermark.
    boolean clear(Known known, long watermark);

    /// For how long [#holds] cannot become true.
    Calm calm(Ring ring);

    /// The end of the window that counts.
    long end(Ring ring, long watermark);

    /// What it compares.
    Compared compared(Known known, long watermark);

    /// What it looks at, for those who are told.
    RuleChange.Window window(Measure measure, Known known, long watermark);

    /// The threshold as its document says it.
    String threshold();

    private static RuleChange.Window window(
            Condition condition,
            Measure measure,
            Known known,
            long watermark,
            Guards guards,
            ToDoubleFunction<WindowSum> excess,
            String limit) {
        var ring = known.ring();
        var sum = ring.sum(condition.window(), condition.end(ring, watermark));
        return new RuleChange.Window(
                condition.compared(known, watermark),
                condition.holds(known, watermark),
                ring.bucketLengthFor(condition.window()),
                guards.found(sum, condition.window(), ring),
                sum,
                excess.applyAsDouble(sum),
                measure.counted(sum, Figures.last(condition.window())),
                limit,
                Optional.empty());
    }

    /// The bad ones' share of all is above a threshold. Of a service that has fallen silent counts
    /// what it said last, for ten windows.
    ///
    /// @param ppb the threshold, in parts per billion
    /// @param reached whether being at it is enough
    /// @param clearPpb below this it is over
    record Share(long window, long ppb, boolean reached, long clearPpb, Guards guards)
            implements Condition {
        @Override
        public boolean holds(Known known, long watermark) {
            var ring = known.ring();
            if (Spans.forgotten(ring, window, watermark)) {
                return false;
            }
            var sum = ring.sum(window, ring.last());
            int compared = sum.compareShare(ppb);
            return sum.total() > 0
                    && (compared > 0 || (reached && compared == 0))
                    && guards.pass(sum, window, ring);
        }

        @Override
        public boolean clear(Known known, long watermark) {
            var ring = known.ring();
            var sum = ring.sum(window, Math.min(watermark, ring.last()));
            return sum.total() == 0
                    || sum.compareShare(clearPpb) < 0
                    || Spans.forgotten(ring, window, watermark);
        }

        @Override
        public Calm calm(Ring ring) {
            return Calm.of(ring, ring.last(), window, ppb / 1e9);
        }

        @Override
        public long end(Ring ring, long watermark) {
            return ring.last();
        }

        @Override
        public Compared compared(Known known, long watermark) {
            long end = end(known.ring(), watermark);
            return new Compared(
                    comparison(),
                    known.ring().sum(window, end).errorRatio(),
                    ppb / 1e9,
                    clearPpb / 1e9,
                    window,
                    end);
        }

        private String comparison() {
            return reached ? "atLeast" : "above";
        }

        @Override
        public RuleChange.Window window(Measure measure, Known known, long watermark) {
            return Condition.window(
                    this,
                    measure,
                    known,
                    watermark,
                    guards,
                    sum -> sum.errorRatio() * 1e9 / ppb,
                    "%s %s".formatted(reached ? "at least" : "more than", Figures.percent(ppb)));
        }

        @Override
        public String threshold() {
            return "%s %s %s"
                    .formatted(
                            Spans.over(window),
                            comparison(),
                            BigDecimal.valueOf(ppb, 9).stripTrailingZeros().toPlainString());
        }
    }

    /// So many bad ones are there. Silence means that there are none.
    ///
    /// @param least how many are too many
    /// @param clearBelow fewer than these and it is over
    record Count(long window, long least, long clearBelow, Guards guards) implements Condition {
        @Override
        public boolean holds(Known known, long watermark) {
            var ring = known.ring();
            var sum = ring.sum(window, end(ring, watermark));
            return sum.bad() >= least * sum.scale() && guards.pass(sum, window, ring);
        }

        @Override
        public boolean clear(Known known, long watermark) {
            var ring = known.ring();
            var sum = ring.sum(window, watermark);
            return sum.bad() < clearBelow * sum.scale();
        }

        /// There is no share by which it could be foreseen.
        @Override
        public Calm calm(Ring ring) {
            return Calm.NONE;
        }

        @Override
        public long end(Ring ring, long watermark) {
            return Math.max(ring.last(), watermark);
        }

        @Override
        public Compared compared(Known known, long watermark) {
            long end = end(known.ring(), watermark);
            return new Compared(
                    "bad",
                    known.ring().sum(window, end).badEvents(),
                    least,
                    clearBelow,
                    window,
                    end);
        }

        @Override
        public RuleChange.Window window(Measure measure, Known known, long watermark) {
            return Condition.window(
                    this,
                    measure,
                    known,
                    watermark,
                    guards,
                    sum -> sum.badEvents() / least,
                    "%,d or more".formatted(least));
        }

        @Override
        public String threshold() {
            return "%s bad %d".formatted(Spans.over(window), least);
        }
    }
}
