package tocsin.ingest.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class InputTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"checkout", "Checkout Service", "zahlung-über-uns", "支払い", "a@staging"})
    void a_printable_line_names_a_service(String name) {
        assertThat(ServiceName.problem(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                " a",
                "a ",
                "a\u0000b",
                "a\nb",
                "a\u202eb",
                "a\u2028b",
                "\ud800",
                "\ue000"
            })
    void anything_else_does_not(String name) {
        assertThat(ServiceName.problem(name)).isPresent();
    }

    @Test
    void a_name_ends_at_253_characters() {
        assertThat(ServiceName.problem("x".repeat(253))).isEmpty();
        assertThat(ServiceName.problem("x".repeat(254))).hasValue("has 254 characters");
    }

    @Test
    void times_end_60_seconds_ahead_and_31_days_ago() {
        var ahead = NINE.plusSeconds(60);
        var ago = NINE.minus(Duration.ofDays(31));

        assertThat(EventTime.of(ahead, NINE)).isEqualTo(EventTime.IN_BOUNDS);
        assertThat(EventTime.of(ahead.plusMillis(1), NINE)).isEqualTo(EventTime.TOO_FAR_AHEAD);
        assertThat(EventTime.of(ago, NINE)).isEqualTo(EventTime.IN_BOUNDS);
        assertThat(EventTime.of(ago.minusMillis(1), NINE)).isEqualTo(EventTime.TOO_OLD);
        assertThat(EventTime.of(Instant.MIN, NINE)).isEqualTo(EventTime.TOO_OLD);
        assertThat(EventTime.of(Instant.MAX, NINE)).isEqualTo(EventTime.TOO_FAR_AHEAD);
    }

    @Test
    void quoted_text_is_short_and_on_one_line() {
        assertThat(Quote.of("a\nb\u0000c")).isEqualTo("'a?b?c'");
        assertThat(Quote.of("x".repeat(1_000))).hasSizeLessThan(70);
    }
}
