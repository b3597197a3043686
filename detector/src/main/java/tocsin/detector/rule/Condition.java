package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Figures;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;
import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.time.Duration;

/// What must hold in one window for a rule to fire, and when that is clearly over.
public sealed interface Condition {
    /// Length of the window, in milliseconds.
    long window();

    /// Whether it holds for the newest sample.
    ///
    /// @param watermark time before which no more samples are waited for
    boolean holds(Ring ring, long watermark);

    /// Whether it is clearly over at the watermark.
    boolean clear(Ring ring, long watermark);

    /// For how long [#holds] cannot become true.
    Calm calm(Ring ring);

    /// The end of the window that counts.
    long end(Ring ring, long watermark);

    /// What was measured over the threshold: 1 is at it.
    double excess(WindowSum sum);

    /// The threshold as its document says it.
    String threshold();

    /// The threshold for people.
    String limit();

    private static String over(long window) {
        return "over " + DurationText.of(Duration.ofMillis(window));
    }

    /// The bad ones' share of all is above a threshold. Of a service that has fallen silent counts
    /// what it said last, for ten windows.
    ///
    /// @param ppb the threshold, in parts per billion
    /// @param reached whether being at it is enough
    /// @param clearPpb below this it is over
    record Share(long window, long ppb, boolean reached, long clearPpb, Guards guards)
            implements Condition {
        private static final int REMEMBERED = 10;

        @Override
        public boolean holds(Ring ring, long watermark) {
            if (forgotten(ring, watermark)) {
                return false;
            }
            var sum = ring.sum(window, ring.last());
            int compared = sum.compareShare(ppb);
            return sum.total() > 0
                    && (compared > 0 || (reached && compared == 0))
                    && guards.pass(sum, window, ring);
        }

        @Override
        public boolean clear(Ring ring, long watermark) {
            var sum = ring.sum(window, Math.min(watermark, ring.last()));
            return sum.total() == 0 || sum.compareShare(clearPpb) < 0 || forgotten(ring, watermark);
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
        public double excess(WindowSum sum) {
            return sum.errorRatio() * 1e9 / ppb;
        }

        @Override
        public String threshold() {
            return "%s %s %s"
                    .formatted(
                            over(window),
                            reached ? "atLeast" : "above",
                            BigDecimal.valueOf(ppb, 9).stripTrailingZeros().toPlainString());
        }

        @Override
        public String limit() {
            return "%s %s".formatted(reached ? "at least" : "more than", Figures.percent(ppb));
        }

        private boolean forgotten(Ring ring, long watermark) {
            return watermark - ring.last() >= REMEMBERED * window;
        }
    }

    /// So many bad ones are there. Silence means that there are none.
    ///
    /// @param least how many are too many
    /// @param clearBelow fewer than these and it is over
    record Count(long window, long least, long clearBelow, Guards guards) implements Condition {
        @Override
        public boolean holds(Ring ring, long watermark) {
            var sum = ring.sum(window, end(ring, watermark));
            return sum.bad() >= least * sum.scale() && guards.pass(sum, window, ring);
        }

        @Override
        public boolean clear(Ring ring, long watermark) {
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
        public double excess(WindowSum sum) {
            return sum.badEvents() / least;
        }

        @Override
        public String threshold() {
            return "%s bad %d".formatted(over(window), least);
        }

        @Override
        public String limit() {
            return "%,d or more".formatted(least);
        }
    }
}
