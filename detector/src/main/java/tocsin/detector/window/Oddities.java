package tocsin.detector.window;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What was odd about the samples of a series in the newest hour of event time, by minutes; of a
/// series that is well there is nothing to keep.
public final class Oddities {
    /// A longer silence, in milliseconds, is a gap.
    private static final long GAP = 60_000;

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60;

    private final List<Minute> minutes = new ArrayList<>();
    private long heard = Long.MIN_VALUE;

    /// The oddities of one minute of event time.
    ///
    /// @param minute since the epoch
    /// @param late samples that came when nobody waited for them any more
    /// @param resets counters that began anew
    /// @param gaps silences that ended
    public record Minute(long minute, int late, int resets, int gaps) {
        private Minute plus(Minute more) {
            return new Minute(minute, late + more.late, resets + more.resets, gaps + more.gaps);
        }
    }

    /// What was odd within an hour.
    public record Found(int late, int resets, int gaps) {
        /// Nothing was.
        public static final Found NONE = new Found(0, 0, 0);

        /// What a person should know of it; empty where that is nothing.
        public String words() {
            return switch (late) {
                case 0 -> "";
                case 1 -> "; 1 sample of the last hour came too late";
                default -> "; %,d samples of the last hour came too late".formatted(late);
            };
        }
    }

    /// Something was counted in `(start, end]`.
    ///
    /// @param watermark time before which no more samples are waited for
    public void heard(long start, long end, long watermark) {
        if (heard != Long.MIN_VALUE && end <= watermark) {
            note(new Minute(Math.floorDiv(end, MINUTE), 1, 0, 0));
        } else if (heard != Long.MIN_VALUE && start - heard > GAP) {
            note(new Minute(Math.floorDiv(start, MINUTE), 0, 0, 1));
        }
        heard = Math.max(heard, end);
    }

    /// So many counters began anew.
    public void reset(long at, int counters) {
        if (counters > 0) {
            note(new Minute(Math.floorDiv(at, MINUTE), 0, counters, 0));
        }
    }

    private void note(Minute odd) {
        int at = minutes.size();
        while (at > 0 && minutes.get(at - 1).minute() > odd.minute()) {
            at--;
        }
        if (at > 0 && minutes.get(at - 1).minute() == odd.minute()) {
            minutes.set(at - 1, minutes.get(at - 1).plus(odd));
        } else {
            minutes.add(at, odd);
        }
        long newest = minutes.getLast().minute();
        minutes.removeIf(one -> one.minute() <= newest - HOUR);
    }

    /// What was odd in the hour that ends at `to`.
    public Found within(long to) {
        long last = Math.floorDiv(to, MINUTE);
        var sum = new Minute(0, 0, 0, 0);
        for (var one : minutes) {
            if (one.minute() > last - HOUR && one.minute() <= last) {
                sum = sum.plus(one);
            }
        }
        return new Found(sum.late(), sum.resets(), sum.gaps());
    }

    /// The newest event time, for storage; the least number there is for none.
    public long heard() {
        return heard;
    }

    /// What is kept, for storage.
    public Collection<Minute> minutes() {
        return List.copyOf(minutes);
    }

    /// Puts that back.
    public void restore(long newest, Collection<Minute> stored) {
        heard = newest;
        minutes.clear();
        minutes.addAll(stored);
    }
}
