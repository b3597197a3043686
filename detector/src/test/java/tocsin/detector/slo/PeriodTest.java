package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Calendar periods against a wall clock that is read every quarter of an hour.
class PeriodTest {
    private static final LocalDateTime ANCHOR = LocalDateTime.parse("2020-01-01T00:00");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Australia/Lord_Howe",
                "America/Asuncion",
                "Pacific/Apia"
            })
    void every_month_of_2024_to_2028_begins_when_the_clock_says(String zone) {
        var months = new Period.Calendar(ANCHOR, 1, Period.Unit.MONTH, ZoneId.of(zone));
        for (var month = LocalDate.of(2024, 1, 1);
                month.getYear() < 2029;
                month = month.plusMonths(1)) {
            holds(months, month.atStartOfDay(), month.plusMonths(1).atStartOfDay());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 02:30",
        "Africa/Cairo, 00:00",
        "Asia/Beirut, 00:00",
        "America/Santiago, 00:00",
        "Australia/Lord_Howe, 01:45"
    })
    void days_begin_with_the_first_moment_at_or_after_a_time_that_clocks_leave_out(
            String zone, String time) {
        var start = LocalDateTime.parse("2020-01-01T" + time);
        var days = new Period.Calendar(start, 1, Period.Unit.DAY, ZoneId.of(zone));
        for (var day = start.with(LocalDate.of(2026, 1, 1));
                day.getYear() < 2027;
                day = day.plusDays(1)) {
            holds(days, day, day.plusDays(1));
        }
    }

    @Test
    void a_month_that_begins_on_the_31st_begins_on_the_last_day_of_a_short_one() {
        var start = LocalDateTime.parse("2024-01-31T12:00");
        var months = new Period.Calendar(start, 1, Period.Unit.MONTH, ZoneOffset.UTC);

        assertThat(begin(months, "2024-03-01T00:00:00Z")).isEqualTo("2024-02-29T12:00:00Z");
        assertThat(begin(months, "2024-04-10T00:00:00Z")).isEqualTo("2024-03-31T12:00:00Z");
        assertThat(begin(months, "2023-03-10T00:00:00Z")).isEqualTo("2023-02-28T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-15T00:00:00Z, 1M, Europe/Berlin, 743",
        "2026-10-15T00:00:00Z, 1M, Europe/Berlin, 745",
        "2028-02-15T00:00:00Z, 1M, Europe/Berlin, 696",
        "2026-02-15T00:00:00Z, 1M, Europe/Berlin, 672",
        "2026-03-29T12:00:00Z, 1d, Europe/Berlin, 23",
        "2026-10-25T12:00:00Z, 1d, Europe/Berlin, 25",
        "2026-03-29T12:00:00Z, 1w, Europe/Berlin, 167",
        "2026-05-01T00:00:00Z, 1Q, UTC, 2184",
        "2028-05-01T00:00:00Z, 1Y, UTC, 8784",
        "2026-05-01T00:00:00Z, 2w, UTC, 336"
    })
    void periods_are_as_long_as_the_calendar_makes_them(
            String at, String length, String zone, long hours) {
        var start = LocalDateTime.parse("2024-01-01T00:00");
        var period = Period.Calendar.of(length, start, ZoneId.of(zone));
        long time = Instant.parse(at).toEpochMilli();

        assertThat(Duration.ofMillis(period.end(time) - period.begin(time)))
                .isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void the_last_moment_of_a_period_belongs_to_it() {
        var months = new Period.Calendar(ANCHOR, 1, Period.Unit.MONTH, ZoneOffset.UTC);

        assertThat(begin(months, "2026-02-01T00:00:00Z")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(begin(months, "2026-02-01T00:00:00.001Z")).isEqualTo("2026-02-01T00:00:00Z");
    }

    private static Instant begin(Period.Calendar period, String at) {
        return Instant.ofEpochMilli(period.begin(Instant.parse(at).toEpochMilli()));
    }

    /// That one period goes from `start` to `end`, whenever in it one asks.
    private static void holds(Period.Calendar period, LocalDateTime start, LocalDateTime end) {
        long begin = firstMoment(start, period.zone());
        long finish = firstMoment(end, period.zone());
        for (long at : new long[] {begin + 1, (begin + finish) / 2, finish}) {
            assertThat(period.begin(at)).as("%s", start).isEqualTo(begin);
            assertThat(period.end(at)).as("%s", start).isEqualTo(finish);
        }
    }

    /// The first moment at which a clock on the wall shows this time, or a later one.
    private static long firstMoment(LocalDateTime time, ZoneId zone) {
        var at = time.toInstant(ZoneOffset.UTC).minus(15, ChronoUnit.HOURS);
        while (LocalDateTime.ofInstant(at, zone).isBefore(time)) {
            at = at.plusSeconds(900);
        }
        return at.toEpochMilli();
    }
}
