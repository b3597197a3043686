package tocsin.detector.window;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a share grows: a line through the means of the hours, by the median of all slopes between
/// two of them (Theil and Sen), which a few odd hours do not turn.
///
/// @param at newest event time, epoch milliseconds
/// @param now the share on the line at that time
/// @param perDay by how much it grows a day; negative where it falls
/// @param low nine of ten times it grows by no less than this a day
/// @param high and by no more than this
/// @param hours how many of them it was read from
public record Trend(long at, double now, double perDay, double low, double high, int hours) {
    private static final int HOURLY = 3;
    private static final long HOUR = 3_600_000;
    private static final double DAY = 86_400_000;

    /// Fewer hours than those of a day say nothing of days.
    private static final int FEWEST = 24;

    /// Nothing is foreseen that lies further off, in days.
    private static final double FURTHEST = 3_650;

    /// Of the normal distribution: nine of ten lie within.
    private static final double NINE_OF_TEN = 1.645;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The trend of the whole hours of a window that ends now; none of too short a history.
    ///
    /// @param ring one that reaches so far
    public static Optional<Trend> of(Ring ring, long window) {
        long newest = ring.newestBucket(HOURLY);
        long oldest =
                Math.max(
                        newest - window / HOUR,
                        Math.max(Math.ceilDiv(ring.first(), HOUR), ring.oldestBucket(HOURLY)));
        int length = (int) Math.max(0, newest - oldest);
        var times = new double[length];
        var shares = new double[length];
        int known = 0;
        for (long hour = oldest; hour < newest; hour++) {
            long total = ring.totalIn(HOURLY, hour);
            if (total > 0) {
                times[known] = (hour + 0.5) * HOUR - ring.last();
                shares[known++] = (double) ring.badIn(HOURLY, hour) / total;
            }
        }
        return known < FEWEST
                ? Optional.empty()
                : Optional.of(
                        of(ring.last(), Arrays.copyOf(times, known), Arrays.copyOf(shares, known)));
    }

    /// @param times in milliseconds before `at`, negative
    private static Trend of(long at, double[] times, double[] shares) {
        int hours = times.length;
        var slopes = new double[hours * (hours - 1) / 2];
        int next = 0;
        for (int i = 0; i < hours; i++) {
            for (int j = i + 1; j < hours; j++) {
                slopes[next++] = (shares[j] - shares[i]) / (times[j] - times[i]);
            }
        }
        Arrays.sort(slopes);
        double slope = median(slopes);
        var levels = new double[hours];
        for (int i = 0; i < hours; i++) {
            levels[i] = shares[i] - slope * times[i];
        }
        Arrays.sort(levels);
        // Sen (1968): how far from the middle the bounds lie, by the variance of Kendall's S.
        double spread =
                NINE_OF_TEN * Math.sqrt((double) hours * (hours - 1) * (2 * hours + 5) / 18);
        int low = (int) Math.max(0, Math.floor((next - spread) / 2));
        int high = (int) Math.min(next - 1.0, Math.ceil((next + spread) / 2));
        return new Trend(
                at, median(levels), slope * DAY, slopes[low] * DAY, slopes[high] * DAY, hours);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// When a share is reached, if it grows and that is not too far off.
    public Optional<Instant> reaches(double share) {
        double days = now >= share ? 0 : (share - now) / perDay;
        return perDay > 0 && days <= FURTHEST
                ? Optional.of(Instant.ofEpochMilli(at + (long) (days * DAY)))
                : Optional.empty();
    }

    /// For people.
    public String words() {
        var full = reaches(1);
        if (full.isEmpty()) {
            return "it does not grow";
        }
        return "it grows by %s a day (%s to %s): %sfull on %s"
                .formatted(
                        points(perDay),
                        points(low),
                        points(high),
                        now < 0.85
                                ? reaches(0.85)
                                        .map(day -> "85 % on " + DATE.format(day) + ", ")
                                        .orElse("")
                                : "",
                        DATE.format(full.get()));
    }

    private static String points(double share) {
        return Figures.number(share * 100) + " %";
    }
}
