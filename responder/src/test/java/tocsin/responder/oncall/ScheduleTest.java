package tocsin.responder.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

class ScheduleTest {
    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    /// Two weekly turns, nights by a third, one replacement and one swap.
    private static final String WHOLE =
            """
            {"timeZone": "Europe/Vienna",
             "layers": [
               {"start": "2026-01-05T09:00", "every": "1w", "members": ["one", "two"]},
               {"start": "2026-01-05T00:00", "every": "1d", "members": ["night"],
                "end": "2026-03-01T00:00",
                "restrictions": [{"days": ["MON", "tuesday"], "from": "22:00", "to": "06:00"}]}],
             "overrides": [
               {"person": "three", "from": "2026-01-07T12:00", "to": "2026-01-07T14:00:00+01:00"}],
             "swaps": [{"between": ["one", "two"],
                        "from": "2026-01-16T09:00", "to": "2026-01-17T09:00"}]}
            """;

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            textBlock =
                    """
                    2026-01-05T08:59, -,     before the first hand-over
                    2026-01-05T09:00, one,   the first turn
                    2026-01-05T21:59, one,   before the night
                    2026-01-05T22:00, night, the night of Monday
                    2026-01-06T05:59, night, it ends on Tuesday
                    2026-01-06T06:00, one,   by day again
                    2026-01-06T23:00, night, the night of Tuesday
                    2026-01-07T23:00, one,   no night layer on Wednesday
                    2026-01-07T12:30, three, replaced
                    2026-01-07T14:00, one,   no longer replaced
                    2026-01-12T08:59, one,   a minute before the hand-over
                    2026-01-12T09:00, two,   the second turn
                    2026-01-16T10:00, one,   swapped
                    2026-01-17T10:00, two,   no longer swapped
                    2026-03-02T23:00, one,   the night layer has ended
                    """)
    void says_who_is_on_call(LocalDateTime time, String person, String why) {
        var at = time.atZone(VIENNA).toInstant();

        assertThat(schedule(WHOLE).onCall(at).orElse("-")).as(why).isEqualTo(person);
    }

    @Test
    void shifts_are_the_stretches_with_one_person() {
        var shifts = schedule(WHOLE).shifts(span("2026-01-06T12:00", "2026-01-07T15:00"));

        assertThat(shifts)
                .containsExactly(
                        new Shift("one", span("2026-01-06T12:00", "2026-01-06T22:00")),
                        new Shift("night", span("2026-01-06T22:00", "2026-01-07T06:00")),
                        new Shift("one", span("2026-01-07T06:00", "2026-01-07T12:00")),
                        new Shift("three", span("2026-01-07T12:00", "2026-01-07T14:00")),
                        new Shift("one", span("2026-01-07T14:00", "2026-01-07T15:00")));
    }

    @Test
    void gaps_are_what_no_shift_covers() {
        var office =
                schedule(
                        """
                        {"timeZone": "Europe/Vienna", "layers": [
                          {"start": "2026-01-05T00:00", "every": "1d", "members": ["one"],
                           "restrictions": [
                             {"days": ["MON", "TUE"], "from": "09:00", "to": "17:00"}]}]}
                        """);

        assertThat(office.gaps(span("2026-01-05T08:00", "2026-01-07T00:00")))
                .containsExactly(
                        span("2026-01-05T08:00", "2026-01-05T09:00"),
                        span("2026-01-05T17:00", "2026-01-06T09:00"),
                        span("2026-01-06T17:00", "2026-01-07T00:00"));
        assertThat(schedule(WHOLE).gaps(span("2026-01-05T09:00", "2026-06-01T00:00"))).isEmpty();
    }

    @Test
    void a_month_after_the_31st_is_the_last_day_of_a_shorter_one_and_shortens_no_later_one() {
        var monthly =
                schedule(
                        """
                        {"timeZone": "UTC", "layers": [
                          {"start": "2027-12-31T09:00", "every": "1mo", "members": ["a", "b"]}]}
                        """);
        var shifts =
                monthly.shifts(
                        new Span(
                                Instant.parse("2027-12-31T09:00:00Z"),
                                Instant.parse("2028-05-01T00:00:00Z")));

        assertThat(shifts)
                .extracting(shift -> shift.span().from().toString().substring(0, 10))
                .containsExactly(
                        "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30");
    }

    @Test
    void a_turn_begun_on_a_leap_day_lasts_a_year_of_months() {
        var yearly =
                schedule(
                        """
                        {"timeZone": "UTC", "layers": [
                          {"start": "2028-02-29T00:00", "every": "12mo", "members": ["a", "b"]}]}
                        """);

        assertThat(yearly.onCall(Instant.parse("2029-02-27T23:59:59Z"))).hasValue("a");
        assertThat(yearly.onCall(Instant.parse("2029-02-28T00:00:00Z"))).hasValue("b");
        assertThat(yearly.onCall(Instant.parse("2032-02-28T23:59:59Z"))).hasValue("b");
        assertThat(yearly.onCall(Instant.parse("2032-02-29T00:00:00Z"))).hasValue("a");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"timeZone": "Mars"} | spec.timeZone: 'Mars' is no time zone
                    {"timeZone": "UTC"} | at least one layer
                    {"timeZone": "UTC", "layers": [{"start": "2026-01-05T09:00", "every": "1y", "members": ["a"]}]} | every: '1y' is no length
                    {"timeZone": "UTC", "layers": [{"start": "2026-01-05T09:00", "every": "0d", "members": ["a"]}]} | longer than 0
                    {"timeZone": "UTC", "layers": [{"start": "2026-01-05T09:00", "every": "1d"}]} | is missing
                    {"timeZone": "UTC", "layers": [{"start": "Monday", "every": "1d", "members": ["a"]}]} | start: 'Monday' is no time
                    {"timeZone": "UTC", "layers": 7} | must be a list
                    {"timeZone": "UTC", "swaps": [{"between": ["a"], "from": "2026-01-05T09:00", "to": "2026-01-06T09:00"}]} | between two people
                    {"timeZone": "UTC", "overrides": [{"person": "a", "from": "2026-01-06T09:00", "to": "2026-01-05T09:00"}]} | is not before
                    """)
    void what_makes_no_sense_is_refused_with_the_reason(String spec, String reason) {
        assertThatThrownBy(() -> schedule(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void an_export_has_stable_ids_folded_lines_and_no_foreign_lines() {
        var schedule =
                schedule(
                        """
                        {"timeZone": "UTC", "layers": [
                          {"start": "2026-01-05T09:00", "every": "1d",
                           "members": ["ä;b\\nEND:VCALENDAR %s"]}]}
                        """
                                .formatted("x".repeat(100)));
        var at = Instant.parse("2026-01-05T09:00:00Z");
        var shifts = schedule.shifts(new Span(at, at.plus(Duration.ofDays(2))));

        var text = Calendar.of(schedule, shifts, at);

        assertThat(text).isEqualTo(Calendar.of(schedule, shifts, at));
        var lines = List.of(text.split("\r\n"));
        assertThat(lines).startsWith("BEGIN:VCALENDAR", "VERSION:2.0").endsWith("END:VCALENDAR");
        assertThat(lines).containsOnlyOnce("END:VCALENDAR", "BEGIN:VEVENT");
        assertThat(lines).contains("DTSTART:20260105T090000Z", "DTEND:20260107T090000Z");
        assertThat(lines).allMatch(line -> line.getBytes(UTF_8).length <= 75);
        assertThat(text.replace("\r\n ", "")).contains("SUMMARY:ä\\;b\\nEND:VCALENDAR xxx");
    }

    private static Span span(String from, String to) {
        return new Span(
                LocalDateTime.parse(from).atZone(VIENNA).toInstant(),
                LocalDateTime.parse(to).atZone(VIENNA).toInstant());
    }

    private static Schedule schedule(String spec) {
        return ScheduleReader.schedule(
                new Document(
                        "Schedule",
                        "payments",
                        JsonMapper.shared().readTree("{\"spec\": " + spec + "}")));
    }
}
