package tocsin.detector.slo;

import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// The time over which an objective is held to its target.
public sealed interface Period {
    /// Its length in milliseconds; of periods of several lengths, the shortest.
    long shortest();

    /// Whether what was counted at `last` and before has left the period at `time`.
    boolean over(long last, long time);

    /// A rolling period.
    static Period rolling(long millis) {
        return new Rolling(millis);
    }

    /// The newest so many milliseconds.
    record Rolling(long millis) implements Period {
        /// @throws IllegalArgumentException when no ring holds it
        public Rolling {
            if (millis < 3_600_000 || millis > Ring.LONGEST_WINDOW) {
                throw new IllegalArgumentException(
                        "a period must lie between 1 hour and 31 days, not "
                                + DurationText.of(Duration.ofMillis(millis)));
            }
        }

        @Override
        public long shortest() {
            return millis;
        }

        @Override
        public boolean over(long last, long time) {
            return time - last > millis;
        }
    }

    /// What a calendar counts in.
    enum Unit {
        DAY('d', ChronoUnit.DAYS, 1, 1, 366),
        WEEK('w', ChronoUnit.WEEKS, 1, 7, 52),
        MONTH('M', ChronoUnit.MONTHS, 1, 28, 12),
        QUARTER('Q', ChronoUnit.MONTHS, 3, 89, 4),
        YEAR('Y', ChronoUnit.YEARS, 1, 365, 1);

        private final char letter;
        private final ChronoUnit step;
        private final int steps;
        private final int days;
        private final int most;

        Unit(char letter, ChronoUnit step, int steps, int days, int most) {
            this.letter = letter;
            this.step = step;
            this.steps = steps;
            this.days = days;
            this.most = most;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One period after the other, each from a time of the wall clock to the next. Where clocks are
    /// put forward over that time it begins with the first moment after it, where they are put back
    /// with the first of the two. Days and months are as long as the zone makes them.
    ///
    /// @param start when one of them begins; the others lie before and after it
    /// @param count how many units make a period
    record Calendar(LocalDateTime start, int count, Unit unit, ZoneId zone) implements Period {
        private static final Pattern LENGTH = Pattern.compile("(\\d{1,3})([dwMQY])");

        public Calendar {
            if (count < 1 || count > unit.most) {
                throw new IllegalArgumentException(
                        "a calendar period is at most a year long, and at least one "
                                + unit.word());
            }
        }

        /// Reads the length of a period.
        ///
        /// @param length as OpenSLO writes it: a number and one of `d w M Q Y`
        /// @throws IllegalArgumentException when it is none
        public static Calendar of(String length, LocalDateTime start, ZoneId zone) {
            var match = LENGTH.matcher(length);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        "'%s' is no calendar period; write a number of days, weeks, months, quarters"
                                        .formatted(length)
                                + " or years, such as 1w or 1M");
            }
            char letter = match.group(2).charAt(0);
            var unit =
                    Arrays.stream(Unit.values())
                            .filter(one -> one.letter == letter)
                            .findFirst()
                            .orElseThrow();
            return new Calendar(start, Integer.parseInt(match.group(1)), unit, zone);
        }

        @Override
        public long shortest() {
            return Duration.ofDays((long) count * unit.days).toMillis();
        }

        @Override
        public boolean over(long last, long time) {
            return time - last > shortest() && time > end(last);
        }

        /// How it stands before "error budget": `month's`, `2-week`.
        String words() {
            return count == 1 ? unit.word() + "'s" : count + "-" + unit.word();
        }

        /// When the period began that `time` lies in: the last beginning before it, so that what
        /// ends just when a period does still belongs to it.
        long begin(long time) {
            return beginning(number(time));
        }

        /// When that period ends.
        long end(long time) {
            return beginning(number(time) + 1);
        }

        private long number(long time) {
            var local = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), zone);
            long number = unit.step.between(start, local) / ((long) unit.steps * count) + 1;
            while (beginning(number) >= time) {
                number--;
            }
            return number;
        }

        private long beginning(long number) {
            var local = start.plus(number * unit.steps * count, unit.step);
            var transition = zone.getRules().getTransition(local);
            return transition != null && transition.isGap()
                    ? transition.getInstant().toEpochMilli()
                    : local.atZone(zone).toInstant().toEpochMilli();
        }
    }
}
