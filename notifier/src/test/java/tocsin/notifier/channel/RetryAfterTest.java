package tocsin.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.notifier.delivery.Pages;

import java.time.Duration;
import java.util.Optional;

class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0                             | PT0S
                    120                           | PT2M
                    ' 7 '                         | PT7S
                    Mon, 5 Jan 2026 09:02:00 GMT  | PT2M
                    Mon, 5 Jan 2026 08:00:00 GMT  | none
                    -5                            | none
                    1.5                           | none
                    99999999999999999999          | none
                    tomorrow                      | none
                    ''                            | none
                    """)
    void is_seconds_or_a_date(String text, String expected) {
        assertThat(RetryAfter.parse(text, Pages.NINE))
                .isEqualTo(
                        expected.equals("none")
                                ? Optional.empty()
                                : Optional.of(Duration.parse(expected)));
    }
}
