package tocsin.detector.slo;

import tocsin.detector.window.Calm;
import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;
import tocsin.detector.window.WindowSum;

import java.util.Optional;

/// Counts of the calendar period that is running, to the event: a month that begins in the middle
/// of an hour, as in zones with half hours, cuts no bucket. Events that come after their period has
/// ended change the budget of none.
public final class CalendarCounts implements PeriodCounts {
    /// What is stored.
    ///
    /// @param begin when the period began
    /// @param end when it ends
    /// @param from since when everything was counted: the begin, or later in a series' first period
    /// @param bad bad events since the begin
    /// @param total all events since the begin
    public record Totals(long begin, long end, long from, long bad, long total) {}

    private final Ring ring;
    private final Period.Calendar calendar;
    private long begin;
    private long end;
    private long from;
    private long bad;
    private long total;
    private boolean renewed;

    /// @param stored what was counted before, by this calendar or another; by another, what the
    ///   ring knows of the period is taken
    CalendarCounts(Ring ring, Period.Calendar calendar, Optional<Totals> stored) {
        this.ring = ring;
        this.calendar = calendar;
        stored.filter(this::isOurs).ifPresentOrElse(this::restore, this::countAgain);
    }

    private boolean isOurs(Totals totals) {
        return calendar.end(totals.end()) == totals.end()
                && calendar.begin(totals.end()) == totals.begin();
    }

    private void restore(Totals totals) {
        begin = totals.begin();
        end = totals.end();
        from = totals.from();
        bad = totals.bad();
        total = totals.total();
    }

    private void countAgain() {
        if (ring.isEmpty()) {
            begin = Long.MIN_VALUE;
            end = Long.MIN_VALUE;
            return;
        }
        long now = ring.last();
        beginAt(now);
        from = Math.max(Math.max(begin, ring.first()), now - Ring.LONGEST_WINDOW);
        var sum = ring.sum(now - from, now);
        bad = Math.round(sum.badEvents());
        total = Math.round(sum.totalEvents());
    }

    private void beginAt(long time) {
        begin = calendar.begin(time);
        end = calendar.end(time);
        from = begin;
        bad = 0;
        total = 0;
    }

    @Override
    public void count(long start, long stop, long badEvents, long events) {
        if (stop > end) {
            moveOn(stop);
            from = renewed ? begin : Math.max(begin, start);
        }
        from = Math.min(from, Math.max(begin, start));
        if (start >= begin) {
            bad += badEvents;
            total += events;
        } else if (stop > begin) {
            var delta = new Delta(start, stop, badEvents, events);
            bad += badEvents - delta.badUpTo(begin);
            total += events - delta.totalUpTo(begin);
        }
    }

    private void moveOn(long time) {
        renewed |= end != Long.MIN_VALUE;
        beginAt(time);
    }

    @Override
    public boolean renewed(long time) {
        if (time > end) {
            moveOn(time);
        }
        boolean was = renewed;
        renewed = false;
        return was;
    }

    @Override
    public PeriodCount at(long now, long ahead) {
        long covered = now - from + ahead;
        if (now >= ring.last()) {
            return count(new WindowSum(bad, total, 1), covered);
        }
        var after = ring.sum(ring.last() - Math.max(now, begin), ring.last());
        return count(
                new WindowSum(
                        bad * after.scale() - after.bad(),
                        total * after.scale() - after.total(),
                        after.scale()),
                covered);
    }

    private PeriodCount count(WindowSum sum, long covered) {
        return new PeriodCount(sum, begin, end - begin, covered);
    }

    @Override
    public long reaches(long now) {
        return Math.max(0, end - now);
    }

    @Override
    public boolean begunAt(long time) {
        return time > begin;
    }

    @Override
    public long bucketLength() {
        return 0;
    }

    /// In a running period nothing leaves, so that there are never fewer events than now.
    @Override
    public Calm calm(long time, double ratio) {
        long spare = bad == 0 ? 0 : (long) (ratio * total - bad) - 1;
        return spare < 0 ? Calm.NONE : new Calm(end, ring.badCounted() + spare);
    }

    /// What has to be stored; none before anything was counted.
    Optional<Totals> totals() {
        return end == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(new Totals(begin, end, from, bad, total));
    }
}
