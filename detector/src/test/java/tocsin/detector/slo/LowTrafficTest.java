package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.window.Ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A service with hardly any traffic that fails once in a thousand times, which is what its
/// objective of 99.9 % allows: any page is a false one. Requests come at random, told of once a
/// minute.
class LowTrafficTest {
    private static final int MINUTES = 365 * 24 * 60;
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_767_603_600_000L;
    private static final Guard NONE = new Guard(1, 0, 1);

    private record Minute(int number, int bad, int total) {}

    @ParameterizedTest(name = "{0} requests a minute: {1} to {2} false pages a year without guards")
    @CsvSource({"0.2, 85, 120", "1, 400, 550", "5, 1, 8", "20, 0, 2"})
    void a_service_within_its_budget_pages_nobody(double perMinute, int least, int most) {
        var year = year(perMinute);
        int unguarded = pages(year, NONE);
        int guarded = pages(year, Guard.USUAL);

        System.out.printf(
                "%s requests a minute: %d false pages a year without guards, %d with them%n",
                perMinute, unguarded, guarded);
        assertThat(unguarded).isBetween(least, most);
        assertThat(guarded).isLessThanOrEqualTo(1);
    }

    @Test
    void two_bad_events_at_least_are_not_enough_of_a_guard() {
        assertThat(pages(year(1), new Guard(2, 0, 1))).isBetween(15, 45);
    }

    /// Minutes with requests that have a failure among those of the next hour; what happens in the
    /// others can make nothing fire.
    private static List<Minute> year(double perMinute) {
        var random = new Random(1);
        var year = new ArrayList<Minute>();
        var hour = new ArrayDeque<Minute>();
        for (int number = 0; number < MINUTES; number++) {
            int bad = poisson(perMinute / 1_000, random);
            int total = bad + poisson(perMinute * 999 / 1_000, random);
            hour.add(new Minute(number, bad, total));
            if (hour.getFirst().number() < number - 65) {
                hour.removeFirst();
            }
            if (bad > 0) {
                year.addAll(hour);
                hour.clear();
            }
        }
        return year.stream().filter(minute -> minute.total() > 0).toList();
    }

    /// How often it pages.
    private static int pages(List<Minute> year, Guard guard) {
        var slo = slo(guard);
        var series = new SloSeries(new Ring(), SloState.NEW);
        int pages = 0;
        long before = BEGIN;
        for (var minute : year) {
            long end = BEGIN + (minute.number() + 1) * MINUTE;
            for (long tick = before; series.state().firing() && tick < end; tick += MINUTE) {
                series.evaluate(slo, tick, tick - 15_000);
            }
            boolean firing = series.state().facets().containsKey("PAGE_FAST");
            series.count(end - MINUTE, end, minute.bad(), minute.total(), (_, _) -> {});
            series.evaluate(slo, end, end - 15_000);
            pages += !firing && series.state().facets().containsKey("PAGE_FAST") ? 1 : 0;
            before = end;
        }
        return pages;
    }

    /// What the guards cost: everything fails, request by request, after an hour without failures.
    @ParameterizedTest(name = "{0} requests a minute: {1} failures instead of {2}")
    @CsvSource({"0.2, 3, 1", "1, 5, 1", "5, 11, 5", "20, 26, 18"})
    void a_real_outage_needs_a_few_failures_more(double perMinute, int failures, int unguarded) {
        assertThat(failuresUntilPage(perMinute, Guard.USUAL)).isEqualTo(failures);
        assertThat(failuresUntilPage(perMinute, NONE)).isEqualTo(unguarded);
    }

    private static int failuresUntilPage(double perMinute, Guard guard) {
        var slo = slo(guard);
        var series = new SloSeries(new Ring(), SloState.NEW);
        long every = Math.round(MINUTE / perMinute);
        long at = BEGIN;
        for (; at < BEGIN + 100 * MINUTE; at += every) {
            series.count(at + every - 1, at + every, 0, 1, (_, _) -> {});
        }
        for (int failures = 1; ; failures++) {
            at += every;
            series.count(at - 1, at, 1, 1, (_, _) -> {});
            series.evaluate(slo, at, at - 15_000);
            if (series.state().facets().containsKey("PAGE_FAST")) {
                return failures;
            }
        }
    }

    private static Slo slo(Guard guard) {
        return Slos.of(new BurnPolicy("policy", List.of(Slos.PAGE_FAST), 0, 60_000).with(guard));
    }

    /// Knuth's method: the rates here are small.
    private static int poisson(double mean, Random random) {
        double limit = Math.exp(-mean);
        int events = -1;
        for (double product = 1; product > limit; product *= random.nextDouble()) {
            events++;
        }
        return events;
    }
}
