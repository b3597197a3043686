package tocsin.detector.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A baseline as it is written down: keeps every minute ever noted and works it all out each time.
final class NaiveBaseline {
    private final List<Baseline.Noted> noted = new ArrayList<>();

    void note(long minute, double value) {
        noted.add(new Baseline.Noted(minute, value));
    }

    Optional<Usual> at(long minute) {
        long hour = Math.floorDiv(minute - 1, 60L);
        double away = Math.floorMod(minute - 1, 60L) + 0.5 - 30;
        long beside = away < 0 ? hour - 1 : hour + 1;
        double weight = Math.abs(away) / 60;

        var here = ofWeek(hour, hour);
        if (here.weeks > 0 && here.newest <= hour - 168) {
            var other = ofWeek(beside, hour);
            return Optional.of(
                    new Usual(
                            other.weeks == 0
                                    ? here.median
                                    : here.median * (1 - weight) + other.median * weight,
                            Usual.Rung.HOUR_OF_WEEK,
                            here.weeks));
        }
        var then = ofWeek(hour - 24, hour);
        if (then.weeks > 0 && then.newest == hour - 24) {
            var other = ofWeek(beside - 24, hour);
            double value =
                    other.weeks > 0 && other.newest == beside - 24
                            ? then.median * (1 - weight) + other.median * weight
                            : then.median;
            return Optional.of(new Usual(value, Usual.Rung.SAME_HOUR_YESTERDAY, 1));
        }
        var newest = noted.subList(Math.max(0, noted.size() - 60), noted.size());
        return newest.size() < 30
                ? Optional.empty()
                : Optional.of(
                        new Usual(
                                median(newest.stream().map(Baseline.Noted::value).toList()),
                                Usual.Rung.TRAILING_HOUR,
                                newest.size()));
    }

    private static final class Week {
        private double median;
        private double deviation;
        private int weeks;
        private long newest = Long.MIN_VALUE / 2;
    }

    /// What all hours of the week like this one have taught; the newest hour is not over.
    private Week ofWeek(long hour, long now) {
        var byHour = new TreeMap<Long, List<Double>>();
        long unfinished = noted.isEmpty() ? 0 : noted.getLast().hour();
        for (var one : noted) {
            if (Math.floorMod(one.hour() - hour, 168L) == 0 && one.hour() < unfinished) {
                byHour.computeIfAbsent(one.hour(), _ -> new ArrayList<>()).add(one.value());
            }
        }
        var week = new Week();
        byHour.forEach((one, values) -> learn(week, one, values));
        if (now - week.newest > 5 * 168) {
            week.weeks = 0;
        }
        return week;
    }

    private static void learn(Week week, long hour, List<Double> values) {
        if (values.size() < 30) {
            return;
        }
        double median = median(values);
        double deviation = median(values.stream().map(one -> Math.abs(one - median)).toList());
        if (week.weeks == 0 || hour - week.newest > 5 * 168) {
            week.median = median;
            week.deviation = deviation;
            week.weeks = 1;
        } else {
            double far = 3 * Math.max(week.deviation, Math.abs(week.median) * 0.05);
            double off = Math.max(-far, Math.min(far, median - week.median));
            week.median += 0.3 * off;
            week.deviation += 0.3 * (Math.max(deviation, Math.abs(off)) - week.deviation);
            week.weeks++;
        }
        week.newest = hour;
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
