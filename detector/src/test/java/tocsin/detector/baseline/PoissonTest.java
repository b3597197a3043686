package tocsin.detector.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoissonTest {
    /// From tables, and of large means what the normal distribution says.
    @ParameterizedTest(name = "at most {0} of {1}: {2}")
    @CsvSource({
        "0, 4, 0.018316",
        "2, 6, 0.061969",
        "10, 20, 0.010812",
        "30, 60, 0.0000142",
        "480, 500, 0.192062",
        "10000, 10000, 0.502660"
    })
    void so_few_are_as_likely_as_tables_say(long count, double mean, double probability) {
        assertThat(Poisson.atMost(count, mean)).isCloseTo(probability, within(2e-6));
    }

    @Test
    void it_never_falls_when_an_event_more_is_counted() {
        for (double mean : new double[] {0.3, 5, 60, 700, 20_000}) {
            double before = 0;
            for (long count = 0; count < mean * 1.2 + 5; count++) {
                double now = Poisson.atMost(count, mean);
                assertThat(now).isBetween(before - 1e-9, 1.0);
                before = now;
            }
        }
        assertThat(Poisson.atMost(0, 0)).isEqualTo(1);
        assertThat(Poisson.atMost(10_000_000, 100)).isEqualTo(1);
    }
}
