package tocsin.detector.rule;

import tocsin.detector.baseline.Learned;
import tocsin.detector.window.Figures;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// How samples become bad ones of all.
public sealed interface Measure {
    /// What was counted in a window, for people.
    ///
    /// @param last the window, such as `last 5 min`
    String counted(WindowSum sum, String last);

    /// What its document says, such as `eventsAbove 0.5`.
    String words();

    /// Whether it counts time, of gauges, instead of events.
    default boolean ofTime() {
        return false;
    }

    /// Whether it counts events as they are sent.
    default boolean ofEvents() {
        return false;
    }

    /// Whether what was said last counts, whenever that was.
    default boolean ofLatest() {
        return this instanceof Expiry || this instanceof MonthToDate;
    }

    /// What is counted in all of so many milliseconds, where it counts time.
    default long covered(long millis) {
        return millis;
    }

    private static String failed(String what, WindowSum sum, String last) {
        return String.format(
                Locale.ROOT,
                what,
                Math.round(sum.badEvents()),
                Math.round(sum.totalEvents()),
                last,
                Figures.percent(sum.errorRatio()));
    }

    /// Bad events of all, as they are sent.
    record Events() implements Measure {
        @Override
        public String words() {
            return "events";
        }

        @Override
        public boolean ofEvents() {
            return true;
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return failed("%,d of %,d events failed in the %s (%s)", sum, last);
        }
    }

    /// The time, in milliseconds, in which more than a part of a limit was in use.
    record TimeAbove(double utilisation) implements Measure {
        @Override
        public String words() {
            return "timeAbove " + Figures.plain(utilisation);
        }

        @Override
        public boolean ofTime() {
            return true;
        }

        /// Milliseconds above, of those that a gauge stands for.
        public long above(double used, long millis) {
            return used > utilisation ? millis : 0;
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return "more than %s was in use for %s of the %s"
                    .formatted(
                            Figures.percent(Math.round(utilisation * 1e9)),
                            Figures.percent(sum.errorRatio()),
                            last);
        }
    }

    /// The mean part of a limit that was in use; each millisecond counts the same.
    record Mean() implements Measure {
        private static final double PARTS = 1_000;

        /// Thousandths of a millisecond in use.
        public long used(double utilisation, long millis) {
            return Math.round(utilisation * millis * PARTS);
        }

        @Override
        public String words() {
            return "mean";
        }

        @Override
        public boolean ofTime() {
            return true;
        }

        /// In thousandths of a millisecond.
        @Override
        public long covered(long millis) {
            return millis * (long) PARTS;
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return "%s was in use on average in the %s"
                    .formatted(Figures.percent(sum.errorRatio()), last);
        }
    }

    /// Checks that found something down.
    ///
    /// @param reasons only with one of these; empty for any
    record Down(Set<String> reasons) implements Measure {
        /// Whether such a finding is bad.
        public boolean isBad(boolean up, String reason) {
            return !up && (reasons.isEmpty() || reasons.contains(reason));
        }

        @Override
        public String words() {
            return reasons.isEmpty()
                    ? "down"
                    : "reasons " + String.join(", ", new TreeSet<>(reasons));
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return failed("%,d of %,d checks failed in the %s (%s)", sum, last);
        }
    }

    /// Events above a size, of histograms.
    ///
    /// @param size in the histogram's unit; seconds for latency
    record EventsAbove(double size) implements Measure {
        /// Events of the buckets that lie wholly above. Of a bucket that the size cuts nobody knows
        /// how many are, so none of its are counted: it takes a bound at the size to be exact.
        public long above(List<Double> bounds, List<Long> counts) {
            long above = 0;
            for (int bucket = counts.size() - 1; bucket > 0; bucket--) {
                if (bounds.get(bucket - 1) < size) {
                    break;
                }
                above += counts.get(bucket);
            }
            return above;
        }

        @Override
        public String words() {
            return "eventsAbove " + Figures.plain(size);
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return failed(
                    "%,d of %,d events were above " + Figures.plain(size) + " in the %s (%s)",
                    sum,
                    last);
        }
    }

    /// Events of all kinds a second.
    record Rate() implements Measure, Valued {
        private static final double SECOND = 1_000;

        @Override
        public String words() {
            return "rate";
        }

        @Override
        public boolean ofEvents() {
            return true;
        }

        @Override
        public double value(Ring ring, Learned learned, long window, long to) {
            return events(ring, learned, window, to) / (window / SECOND);
        }

        @Override
        public double events(Ring ring, Learned learned, long window, long to) {
            return ring.sum(window, to).totalEvents();
        }

        @Override
        public String said(double value) {
            return Figures.number(value) + " a second";
        }

        @Override
        public String measured(double value, String last) {
            return "%s events a second in the %s".formatted(Figures.number(value), last);
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return String.format(
                    Locale.ROOT, "%,d events in the %s", Math.round(sum.totalEvents()), last);
        }
    }

    /// The size that so many of a hundred events are no larger than, of histograms.
    ///
    /// @param permille such as 990 for p99
    record Percentile(int permille) implements Measure, Valued {
        @Override
        public String words() {
            return "percentile " + Figures.plain(permille / 10.0);
        }

        @Override
        public double value(Ring ring, Learned learned, long window, long to) {
            return learned.sizes().percentile(window, to, permille / 1e3);
        }

        @Override
        public double events(Ring ring, Learned learned, long window, long to) {
            return learned.sizes().total(window, to);
        }

        @Override
        public String said(double value) {
            return Figures.number(value);
        }

        @Override
        public String measured(double value, String last) {
            return "%s was %s in the %s".formatted(name(), Figures.number(value), last);
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return String.format(
                    Locale.ROOT,
                    "%s of %,d events in the %s",
                    name(),
                    Math.round(sum.totalEvents()),
                    last);
        }

        private String name() {
            return "p" + Figures.plain(permille / 10.0);
        }
    }

    /// When something expires, of gauges.
    ///
    /// @param daysLeft whether they say days from the sample on; else seconds since the epoch
    record Expiry(boolean daysLeft) implements Measure {
        private static final double SECOND = 1_000;
        private static final double DAY = 86_400;

        /// Seconds since the epoch.
        public double ends(double value, long at) {
            return daysLeft ? at / SECOND + value * DAY : value;
        }

        @Override
        public String words() {
            return "expiry " + (daysLeft ? "daysLeft" : "epochSeconds");
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return "nothing was said of when it expires";
        }
    }

    /// What was spent of a calendar month's limit so far, of gauges.
    record MonthToDate() implements Measure {
        @Override
        public String words() {
            return "monthToDate";
        }

        @Override
        public String counted(WindowSum sum, String last) {
            return "nothing was said of what is spent";
        }
    }
}
