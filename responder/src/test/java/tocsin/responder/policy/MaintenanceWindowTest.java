package tocsin.responder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.responder.oncall.Span;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Finding;

import tools.jackson.dataformat.yaml.YAMLMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

class MaintenanceWindowTest {
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, String> CHECKOUT = Map.of("service", "checkout");

    @Test
    void while_it_is_on_it_is_a_silence_with_its_reason() {
        var window = window("times: [{days: [SUN], from: \"02:00\", to: \"04:00\"}]");

        assertThat(window.at(Instant.parse("2026-01-04T00:59:59Z"))).isEmpty();
        assertThat(window.at(Instant.parse("2026-01-04T01:00:00Z")))
                .hasValueSatisfying(silence -> {
                    assertThat(silence.matches(CHECKOUT)).isTrue();
                    assertThat(silence.matches(Map.of("service", "stock"))).isFalse();
                    assertThat(silence.text())
                            .isEqualTo(
                                    "maintenance window-w of the definitions: the vendor patches");
                    assertThat(silence.to()).isEqualTo("2026-01-04T03:00:00Z");
                });
        assertThat(window.at(Instant.parse("2026-01-04T03:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    days: [SUN], monthDays: ["1..7"]   | 2026-01-03T23 2026-01-31T23 2026-02-28T23
                    monthDays: [-1]                    | 2026-01-30T23 2026-02-27T23 2026-03-30T22
                    days: [FRI], monthDays: [13]       | 2026-02-12T23 2026-03-12T23 2026-11-12T23
                    days: [MON], monthDays: ["-7..-1"] | 2026-01-25T23 2026-02-22T23 2026-03-29T22
                    monthDays: [31]                    | 2026-01-30T23 2026-03-30T22 2026-05-30T22
                    """)
    void days_of_the_month_and_of_the_week_both_hold(String hours, String begins) {
        var window = window("times: [{" + hours + "}]");
        var within = new Span(YEAR, YEAR.plus(Duration.ofDays(365)));

        assertThat(window.spans(within).limit(3).map(span -> span.from().toString()))
                .containsExactly(begins.replaceAll("T(\\d\\d)", "T$1:00:00Z").split(" "));
    }

    /// In Vienna the clocks skip 02:00 to 03:00 on 29 March, and show it twice on 25 October.
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    02:00, 04:00, 2026-03-29, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
                    01:30, 02:30, 2026-03-29, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z
                    02:15, 02:45, 2026-03-29, 2026-03-30T00:15:00Z, 2026-03-30T00:45:00Z
                    02:00, 04:00, 2026-10-25, 2026-10-25T00:00:00Z, 2026-10-25T03:00:00Z
                    02:15, 02:45, 2026-10-25, 2026-10-25T00:15:00Z, 2026-10-25T00:45:00Z
                    """)
    void when_the_clocks_change_hours_keep_to_the_wall(
            String from, String to, String day, Instant begins, Instant ends) {
        var window = window("times: [{from: \"%s\", to: \"%s\"}]".formatted(from, to));
        var midnight = LocalDate.parse(day).atStartOfDay(ZoneId.of("Europe/Vienna"));

        assertThat(window.next(midnight.toInstant()))
                .hasValueSatisfying(silence -> {
                    assertThat(silence.from()).isEqualTo(begins);
                    assertThat(silence.to()).isEqualTo(ends);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Vienna", "America/New_York", "Australia/Lord_Howe"})
    void it_is_on_whenever_the_clock_on_the_wall_says_so(String zone) {
        var window = window("times: [{from: \"02:00\", to: \"04:00\"}]", zone);
        for (int quarter = 0; quarter < 365 * 96; quarter++) {
            var at = YEAR.plus(Duration.ofMinutes(15L * quarter));
            var wall = LocalTime.ofInstant(at, ZoneId.of(zone));
            assertThat(window.at(at).isPresent())
                    .as("%s, %s", at, wall)
                    .isEqualTo(wall.getHour() == 2 || wall.getHour() == 3);
        }
    }

    @Test
    void dates_are_stretches_of_their_own() {
        var window = window("dates: [{from: 2026-12-24T18:00, to: 2026-12-27T08:00}]");

        assertThat(window.next(YEAR).map(Silence::from))
                .hasValue(Instant.parse("2026-12-24T17:00:00Z"));
        assertThat(window.at(Instant.parse("2026-12-26T00:00:00Z"))).isPresent();
        assertThat(window.next(Instant.parse("2026-12-27T07:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    times: [{from: "25:00"}]             | is no time; write one such as
                    times: [{monthDays: [0]}]            | days of a month are 1 to 31
                    times: [{monthDays: ["7..1"]}]       | are no days of a month; write such as
                    times: [{monthDays: ["1..40"]}]      | days of a month are 1 to 31
                    times: []                            | times that come again, or dates
                    dates: [{from: 2026-01-02T00:00, to: 2026-01-01T00:00}] | is not before
                    """)
    void what_makes_no_sense_is_refused(String spec, String reason) {
        assertThatThrownBy(() -> window(spec)).hasMessageContaining(reason);
    }

    @Test
    void one_that_would_cover_everything_is_refused() {
        assertThatThrownBy(() -> window("times: [{}]", "UTC", "service=~.*"))
                .hasMessageContaining("it would cover everything");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    times: [{days: [SUN]}] | service=checkout |
                    dates: [{from: 2025-01-01T00:00, to: 2025-01-02T00:00}] | service=checkout | it does not come any more; it can be removed
                    times: [{}] | service=checkout | it is on for 100 % of the next four weeks, and pages are held back
                    times: [{days: [SUN]}] | service=chekout | no Service is called so
                    """)
    void what_is_odd_is_said(String spec, String matcher, String odd) {
        var set = set(spec, "UTC", matcher);

        assertThat(new WindowLint(YEAR).check(set))
                .extracting(Finding::message)
                .isEqualTo(odd == null ? List.of() : List.of(odd));
    }

    private static MaintenanceWindow window(String spec) {
        return window(spec, "Europe/Vienna");
    }

    private static MaintenanceWindow window(String spec, String zone) {
        return window(spec, zone, "service=checkout");
    }

    private static MaintenanceWindow window(String spec, String zone, String matcher) {
        return Documents.window(set(spec, zone, matcher).ofKind("MaintenanceWindow").getFirst());
    }

    private static DefinitionSet set(String spec, String zone, String matcher) {
        var yaml = new YAMLMapper();
        var window =
                "spec: {reason: the vendor patches, timeZone: %s, matchers: ['%s'], %s}"
                        .formatted(zone, matcher, spec);
        return new DefinitionSet(
                1,
                "d",
                Instant.EPOCH,
                List.of(
                        new Document("MaintenanceWindow", "w", yaml.readTree(window)),
                        new Document("Service", "checkout", yaml.readTree("spec: {tier: 1}"))));
    }
}
