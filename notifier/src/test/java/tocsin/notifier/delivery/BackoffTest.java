package tocsin.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.stream.IntStream;

class BackoffTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # tries, at most in ms
                      1,       500
                      2,      1000
                      3,      2000
                      6,     16000
                      7,     30000
                      2000,  30000
                    """)
    void waits_between_nothing_and_a_bound_that_doubles(int tries, long mostMillis) {
        var delays =
                IntStream.range(0, 500)
                        .mapToLong(page -> Backoff.delay("p" + page, tries, tries).toMillis())
                        .summaryStatistics();

        assertThat(delays.getMin()).isBetween(0L, mostMillis / 20);
        assertThat(delays.getMax()).isBetween(mostMillis * 19 / 20, mostMillis);
        assertThat(delays.getAverage()).isBetween(mostMillis * 0.4, mostMillis * 0.6);
    }

    @Test
    void is_the_same_whenever_it_is_asked() {
        assertThat(Backoff.delay("p1", 3, 3)).isEqualTo(Backoff.delay("p1", 3, 3));
        assertThat(Backoff.delay("p1", 3, 3)).isLessThan(Duration.ofSeconds(3));
    }
}
