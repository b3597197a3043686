package tocsin.detector.rule;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Figures;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;
import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// One step of a rule that looks at what a gauge has said last, whenever that was. Steps stand in
/// rising order, and a breach is at the last one reached. They are looked at as time passes, by the
/// watermark.
sealed interface Step extends Condition {
    /// No events are counted.
    WindowSum NOTHING = new WindowSum(0, 0, 1);

    /// What was not heard of for so long, in milliseconds, is no more: who checks does so weekly at
    /// least.
    long FORGOTTEN = 35L * 86_400_000;

    /// Class of the step, where it has one of its own.
    Optional<String> facet();

    /// Whether it is reached.
    boolean reached(Latest latest, long now);

    @Override
    default long window() {
        return 0;
    }

    @Override
    default boolean holds(Known known, long watermark) {
        return !known.latest().isNone() && reached(known.latest(), end(known.ring(), watermark));
    }

    @Override
    default boolean clear(Known known, long watermark) {
        return !holds(known, watermark);
    }

    /// Time alone makes it hold.
    @Override
    default Calm calm(Ring ring) {
        return Calm.NONE;
    }

    @Override
    default long end(Ring ring, long watermark) {
        return Math.max(ring.last(), watermark);
    }

    /// Something ends before long.
    ///
    /// @param within how long before, in milliseconds
    record Expires(long within, Optional<String> facet) implements Step {
        private static final long SECOND = 1_000;
        private static final double DAY = 86_400_000;
        private static final DateTimeFormatter MINUTE =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC);

        @Override
        public boolean reached(Latest latest, long now) {
            return ends(latest) - now <= within && now - latest.at() < FORGOTTEN;
        }

        private static long ends(Latest latest) {
            return (long) (latest.low() * SECOND);
        }

        /// In days.
        @Override
        public Compared compared(Known known, long watermark) {
            long now = end(known.ring(), watermark);
            return new Compared(
                    "within",
                    (ends(known.latest()) - now) / DAY,
                    within / DAY,
                    within / DAY,
                    0,
                    now);
        }

        @Override
        public RuleChange.Window window(Measure measure, Known known, long watermark) {
            long left = ends(known.latest()) - end(known.ring(), watermark);
            var when = MINUTE.format(Instant.ofEpochMilli(ends(known.latest())));
            return new RuleChange.Window(
                    compared(known, watermark),
                    holds(known, watermark),
                    0,
                    Guarded.NONE,
                    NOTHING,
                    Math.clamp((double) within / Math.max(left, 1), 0, 1_000),
                    left > 0
                            ? "it expires in %s days, at %s"
                                    .formatted(Figures.number(left / DAY), when)
                            : "it has expired, at " + when,
                    "within " + Figures.length(within),
                    Optional.empty());
        }

        @Override
        public String threshold() {
            return "within " + DurationText.of(Duration.ofMillis(within));
        }
    }

    /// So much of what there is for a calendar month (UTC) is spent.
    ///
    /// @param ppb the part of the limit, in parts per billion
    record Spent(long ppb, Optional<String> facet) implements Step {
        @Override
        public boolean reached(Latest latest, long now) {
            // What is said at a month's last moment counts for it.
            return latest.at() > month(now, 0) && latest.value() >= latest.limit() * (ppb / 1e9);
        }

        /// When the month of a time begins, or one after it.
        private static long month(long time, int later) {
            return Instant.ofEpochMilli(time)
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .withDayOfMonth(1)
                    .plusMonths(later)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }

        @Override
        public Compared compared(Known known, long watermark) {
            var latest = known.latest();
            return new Compared(
                    "spent",
                    latest.value() / latest.limit(),
                    ppb / 1e9,
                    ppb / 1e9,
                    0,
                    end(known.ring(), watermark));
        }

        @Override
        public RuleChange.Window window(Measure measure, Known known, long watermark) {
            var latest = known.latest();
            long begin = month(latest.at() - 1, 0);
            long end = month(latest.at() - 1, 1);
            double forecast = latest.value() * (end - begin) / (latest.at() - begin);
            return new RuleChange.Window(
                    compared(known, watermark),
                    holds(known, watermark),
                    0,
                    Guarded.NONE,
                    NOTHING,
                    Math.clamp(latest.value() / latest.limit() * 1e9 / ppb, 0, 1_000),
                    "%s of %s are spent this month (%s), and at this rate %s by its end"
                            .formatted(
                                    Figures.number(latest.value()),
                                    Figures.number(latest.limit()),
                                    Figures.percent(latest.value() / latest.limit()),
                                    Figures.number(forecast)),
                    Figures.percent(ppb) + " or more",
                    Optional.empty());
        }

        @Override
        public String threshold() {
            return "spent " + BigDecimal.valueOf(ppb, 9).stripTrailingZeros().toPlainString();
        }
    }
}
