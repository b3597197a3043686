package tocsin.detector.baseline;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is usual for one value at each hour of the week (UTC). The value is noted once a minute,
/// except while it is in trouble; at an hour's end the median of its minutes moves what is known of
/// that hour of the week by three tenths. A median that is further off than three times the usual
/// deviation counts as just so far off, so that an hour which nobody saw as an incident moves
/// little; the deviation grows with it, so that a change that stays is learned in weeks.
public final class Baseline {
    /// Hours of a week.
    public static final int HOURS = 168;

    private static final int DAY = 24;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int MINUTES = 60;

    /// Fewer minutes than these say nothing of an hour.
    private static final int ENOUGH = 30;

    private static final double WEIGHT = 0.3;
    private static final double FAR = 3;

    /// A value that never moved at all may move by this part of itself.
    private static final double LEAST_DEVIATION = 0.05;

    /// What was not heard of for so many weeks is learned anew.
    private static final int WEEKS_KEPT = 5;

    private final @Nullable Hour[] hours = new Hour[HOURS];
    private final Deque<Noted> newest = new ArrayDeque<>(MINUTES);

    /// Their values in order, for the median of them.
    private final double[] ranked = new double[MINUTES];

    private final Set<Integer> changedDays = new TreeSet<>();

    /// What was answered last: a minute is asked about with each sample and tick.
    private Optional<Usual> answer = Optional.empty();

    private long answered = NEVER;

    /// What is known of one hour of the week.
    ///
    /// @param median what is usual
    /// @param deviation how far from it is usual
    /// @param weeks how many of them it was learned from
    /// @param hour the newest of them, in hours since the epoch
    public record Hour(double median, double deviation, int weeks, long hour) {}

    /// The value at a minute.
    ///
    /// @param minute the end of what was measured, in minutes since the epoch
    public record Noted(long minute, double value) {
        long hour() {
            return Math.floorDiv(minute - 1, (long) MINUTES);
        }
    }

    /// The newest minute noted; the least number there is before any was.
    public long noted() {
        return newest.isEmpty() ? Long.MIN_VALUE : newest.getLast().minute();
    }

    /// Notes the value at a minute later than all before.
    public void note(Noted noted) {
        answered = NEVER;
        if (!newest.isEmpty() && newest.getLast().hour() < noted.hour()) {
            learn(newest.getLast().hour());
        }
        add(noted);
    }

    private void add(Noted noted) {
        if (newest.size() == MINUTES) {
            int gone = rank(newest.removeFirst().value());
            System.arraycopy(ranked, gone + 1, ranked, gone, newest.size() - gone);
        }
        int place = rank(noted.value());
        System.arraycopy(ranked, place, ranked, place + 1, newest.size() - place);
        ranked[place] = noted.value();
        newest.addLast(noted);
    }

    /// The place of the value among the newest, or where it belongs.
    private int rank(double value) {
        int place = Arrays.binarySearch(ranked, 0, newest.size(), value);
        return place < 0 ? -place - 1 : place;
    }

    private void learn(long hour) {
        var values =
                newest.stream()
                        .filter(noted -> noted.hour() == hour)
                        .mapToDouble(Noted::value)
                        .toArray();
        if (values.length < ENOUGH) {
            return;
        }
        double median = median(values);
        double deviation =
                median(Arrays.stream(values).map(one -> Math.abs(one - median)).toArray());
        int slot = slot(hour);
        var before = fresh(hours[slot], hour);
        hours[slot] =
                before.isEmpty()
                        ? new Hour(median, deviation, 1, hour)
                        : moved(before.get(), median, deviation, hour);
        changedDays.add(slot / DAY);
    }

    private static Optional<Hour> fresh(@Nullable Hour known, long hour) {
        return Optional.ofNullable(known)
                .filter(one -> hour - one.hour() <= (long) WEEKS_KEPT * HOURS);
    }

    private static Hour moved(Hour before, double median, double deviation, long hour) {
        double far =
                FAR * Math.max(before.deviation(), LEAST_DEVIATION * Math.abs(before.median()));
        double off = Math.clamp(median - before.median(), -far, far);
        double then = Math.max(deviation, Math.abs(off));
        return new Hour(
                before.median() + WEIGHT * off,
                before.deviation() + WEIGHT * (then - before.deviation()),
                before.weeks() + 1,
                hour);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return middle(sorted, sorted.length);
    }

    private static double middle(double[] sorted, int size) {
        int middle = size / 2;
        return size % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static int slot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }

    /// What is usual at a minute, if anything is known: of this hour of the weeks before, else of
    /// yesterday, else of the newest hour noted.
    public Optional<Usual> at(long minute) {
        if (minute != answered) {
            answer = find(minute);
            answered = minute;
        }
        return answer;
    }

    private Optional<Usual> find(long minute) {
        var now = new Noted(minute, 0).hour();
        double into = (Math.floorMod(minute - 1, (long) MINUTES) + 0.5) / MINUTES;
        var week = fresh(hours[slot(now)], now).filter(one -> one.hour() <= now - HOURS);
        if (week.isPresent()) {
            var beside = fresh(hours[slot(beside(now, into))], now);
            return Optional.of(
                    new Usual(
                            between(week.get(), beside, into),
                            Usual.Rung.HOUR_OF_WEEK,
                            week.get().weeks()));
        }
        return yesterday(now - DAY, into)
                .map(value -> new Usual(value, Usual.Rung.SAME_HOUR_YESTERDAY, 1))
                .or(this::trailing);
    }

    private Optional<Double> yesterday(long hour, double into) {
        return exactly(hour).map(one -> between(one, exactly(beside(hour, into)), into));
    }

    private Optional<Hour> exactly(long hour) {
        return Optional.ofNullable(hours[slot(hour)]).filter(one -> one.hour() == hour);
    }

    /// The neighbour whose middle is nearer.
    private static long beside(long hour, double into) {
        return into < 0.5 ? hour - 1 : hour + 1;
    }

    /// What is known of an hour is so at its middle.
    private static double between(Hour here, Optional<Hour> beside, double into) {
        double away = Math.abs(into - 0.5);
        return beside.map(other -> here.median() * (1 - away) + other.median() * away)
                .orElse(here.median());
    }

    private Optional<Usual> trailing() {
        return newest.size() < ENOUGH
                ? Optional.empty()
                : Optional.of(
                        new Usual(
                                middle(ranked, newest.size()),
                                Usual.Rung.TRAILING_HOUR,
                                newest.size()));
    }

    /// Whether any hour of the week is known.
    public boolean knowsHours() {
        return Arrays.stream(hours).anyMatch(Objects::nonNull);
    }

    /// The newest minutes noted, an hour's at most, oldest first.
    public Collection<Noted> newest() {
        return List.copyOf(newest);
    }

    /// What is known of the hours of one day of the week, from 0; null where that is nothing.
    public List<@Nullable Hour> day(int day) {
        return new ArrayList<>(Arrays.asList(hours).subList(day * DAY, (day + 1) * DAY));
    }

    /// The days that have changed since this was asked the last time.
    public Set<Integer> takeChangedDays() {
        var taken = Set.copyOf(changedDays);
        changedDays.clear();
        return taken;
    }

    /// Puts back what is known of an hour of the week.
    ///
    /// @param slot its number, from 0
    public void restore(int slot, Hour hour) {
        answered = NEVER;
        hours[slot] = hour;
    }

    /// Puts the newest minutes back.
    public void restore(Collection<Noted> minutes) {
        answered = NEVER;
        minutes.forEach(this::add);
    }
}
