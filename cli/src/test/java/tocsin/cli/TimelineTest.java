package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.cli.Timeline.Event;
import tocsin.cli.Timeline.Style;
import tocsin.cli.Timeline.Tone;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;

/// What the demo looks like on a terminal, in a file and to a program.
class TimelineTest {
    private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant NOW = START.plusMillis(63_250);
    private static final Event OPENED =
            new Event(
                    "incident",
                    Tone.of("SEV1"),
                    "checkout-1 opened as SEV-1: a text that is longer than one line of a narrow"
                            + " terminal, and so on",
                    Map.of("incident", "checkout-1", "severity", "SEV1"));

    private final StringWriter printed = new StringWriter();

    @Test
    void lines_have_time_and_kind_and_are_wrapped() {
        assertThat(Timeline.told(OPENED, Style.LINES, START, NOW).lines())
                .containsExactly(
                        " 1:03.2  incident  checkout-1 opened as SEV-1: a text that is longer than"
                                + " one line of a",
                        "                  narrow terminal, and so on");
    }

    @Test
    void colour_is_around_the_text_of_each_line_only() {
        var painted = Timeline.told(OPENED, Style.COLOUR, START, NOW);

        assertThat(painted.lines())
                .allSatisfy(line ->
                        assertThat(line).matches("[^\u001b]+\u001b\\[1;31m[^\u001b]+\u001b\\[0m"));
        assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(Timeline.told(OPENED, Style.LINES, START, NOW));
    }

    @Test
    void json_is_one_object_a_line_with_fields() {
        var told = Timeline.told(OPENED, Style.JSON, START, NOW);

        assertThat(told.lines()).hasSize(1);
        var json = JsonMapper.shared().readTree(told);
        assertThat(json.path("time").asString()).isEqualTo("2026-01-05T09:01:03.250Z");
        assertThat(json.path("elapsedMillis").asLong()).isEqualTo(63_250);
        assertThat(json.path("kind").asString()).isEqualTo("incident");
        assertThat(json.path("text").asString()).isEqualTo(OPENED.text());
        assertThat(json.path("severity").asString()).isEqualTo("SEV1");
    }

    @Test
    void programs_get_no_pictures() {
        try (var line = new StatusLine(new PrintWriter(printed), false)) {
            new Timeline(line, Style.JSON, START).show("a phone's screen");
        }

        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void the_status_is_rewritten_in_place_and_erased_before_a_line() {
        try (var line = new StatusLine(new PrintWriter(printed), true)) {
            var now = Instant.now();
            line.expect("the outage begins", now.plusSeconds(30));
            line.show(now.plusSeconds(10));
            line.show(now.plusSeconds(11));
            line.print("a line");
            line.print("another");
        }

        assertThat(printed.toString().replace("\u001b[2K", "<erase>"))
                .isEqualTo(
                        "\r<erase>\u001b[2mthe outage begins in 20 s\u001b[0m"
                                + "\r<erase>\u001b[2mthe outage begins in 19 s\u001b[0m"
                                + "\r<erase>a line\nanother\n");
    }

    @Test
    void without_a_terminal_there_is_no_status() {
        try (var line = new StatusLine(new PrintWriter(printed), false)) {
            line.doing("waiting");
            line.show(NOW);
            line.print("a line");
        }

        assertThat(printed.toString()).isEqualTo("a line\n");
    }
}
