package tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.responder.incident.Deadlines;
import tocsin.responder.incident.Incident;
import tocsin.responder.incident.Status;
import tocsin.responder.incident.Stream;
import tocsin.responder.policy.Severity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class StandingTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant NOW = NINE.plusSeconds(7);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "never",
            textBlock =
                    """
                    OPEN         | never                | open, nobody has acknowledged
                    OPEN         | 2026-01-05T09:15:00Z | open, nobody has acknowledged; next update by 09:15 UTC
                    ACKNOWLEDGED | 2026-01-05T09:15:59Z | acknowledged by first; next update by 09:15 UTC
                    ACKNOWLEDGED | 2026-01-06T00:00:00Z | acknowledged by first; next update by 2026-01-06 00:00 UTC
                    ACKNOWLEDGED | 2026-01-05T09:00:06Z | acknowledged by first
                    """)
    void while_it_is_open_people_know_until_when_they_hear_more(
            Status status, @Nullable Instant updateBy, String words) {
        assertThat(Standing.of(incident(status, updateBy, null), NOW)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,        resolved after 0 s",
        "PT59.9S,     resolved after 59 s",
        "PT1M,        resolved after 1 min",
        "PT59M59S,    resolved after 59 min",
        "PT1H,        resolved after 1 h",
        "PT1H12M59S,  resolved after 1 h 12 min",
        "P1D,         resolved after 1 d",
        "P12DT23H59M, resolved after 12 d 23 h",
        "PT-1S,       resolved",
    })
    void once_it_is_over_people_know_how_long_it_lasted(Duration lasted, String words) {
        var over = incident(Status.RESOLVED, null, NINE.plus(lasted));

        assertThat(Standing.of(over, NOW)).isEqualTo(words);
    }

    private static Incident incident(
            Status status, @Nullable Instant updateBy, @Nullable Instant resolvedAt) {
        return new Incident(
                "checkout-7k3f9a",
                Stream.PAGE,
                Severity.SEV2,
                status,
                "title",
                "",
                NINE,
                1,
                1,
                0,
                "first",
                List.of(),
                false,
                null,
                0,
                resolvedAt,
                new Deadlines(null, null, updateBy, null, null, null),
                null,
                0,
                null,
                List.of(),
                List.of(),
                List.of());
    }
}
