package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.WindowSum;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;

class GuardTest {
    private static final Binomial FAST = new Binomial(0.0144, 0.01);

    /// Of the threshold of a fast page at 99.9 %.
    @ParameterizedTest(name = "{0} events need {1} bad ones")
    @CsvSource({"2, 2", "10, 2", "20, 3", "50, 4", "60, 5", "100, 6", "500, 15", "1000, 25"})
    void the_fewer_events_the_larger_a_share_must_be_bad(long total, long bad) {
        assertThat(FAST.needed(total)).isEqualTo(bad);
        assertThat(FAST.passes(bad, total)).isTrue();
        assertThat(FAST.passes(bad - 1, total)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_042, 2_000, 1_000_000, 1_000_000_000_000L})
    void with_enough_traffic_the_ratio_speaks_for_itself(long total) {
        assertThat(FAST.needed(total)).isEqualTo(26);
        assertThat(FAST.passes(total * 144 / 10_000 + 26, total)).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_chance_is_that_of_exact_fractions(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            int total = 1 + random.nextInt(60);
            int bad = random.nextInt(total + 1);
            double ratio = Math.min(0.9, 14.9 / total) * random.nextDouble() + 1e-6;

            double chance = new Binomial(ratio, 0.01).pValue(bad, total);

            double exact = exactly(bad, total, ratio);
            assertThat(chance)
                    .as("%d of %d at %s", bad, total, ratio)
                    .isCloseTo(exact, within(1e-30 + Math.abs(exact) * 1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.0001, 0.001, 0.0144, 0.3, 0.8, 0.999})
    void a_good_event_more_makes_nothing_pass(double ratio) {
        var test = new Binomial(ratio, 0.01);
        long before = 0;
        for (long total = 1; total < 3_000; total++) {
            long needed = test.needed(total);
            assertThat(needed).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(total + 1);
            before = needed;
        }
    }

    @Test
    void alpha_of_one_asks_for_nothing() {
        for (double ratio : new double[] {1e-12, 0.0144, 0.999_999}) {
            assertThat(new Binomial(ratio, 1).passes(1, 1_000_000)).isTrue();
        }
    }

    @Test
    void absurd_counts_are_answered_at_once() {
        var test = new Binomial(1e-12, 1e-9);

        assertThat(test.pValue(1_000_000_000_000L, 1_000_000_000_000L)).isZero();
        assertThat(test.pValue(0, 0)).isEqualTo(1);
        assertThat(test.passes(0, 10)).isFalse();
    }

    @Test
    void least_counts_are_asked_for_beside_the_test() {
        var guard = new Guard(3, 100, 1);
        var test = new Binomial(0.01, 1);

        assertThat(guard.passes(new WindowSum(3_000, 100_000, 1_000), test)).isTrue();
        assertThat(guard.passes(new WindowSum(2_999, 100_000, 1_000), test)).isFalse();
        assertThat(guard.passes(new WindowSum(3_000, 99_000, 1_000), test)).isFalse();
    }

    @Test
    void a_guard_that_means_nothing_is_refused() {
        assertThatThrownBy(() -> new Guard(0, 0, 0.01)).hasMessageContaining("is the least");
        assertThatThrownBy(() -> new Guard(2, 0, 0)).hasMessageContaining("lies above 0");
        assertThatThrownBy(() -> new Guard(2, 0, Double.NaN)).hasMessageContaining("alpha is NaN");
        assertThatThrownBy(() -> new Guard(2, 0, 1.1)).hasMessageContaining("alpha is 1.1");
    }

    /// `1 - P(fewer than bad)`, in decimals of 60 digits.
    private static double exactly(int bad, int total, double ratio) {
        var context = new MathContext(60);
        var p = new BigDecimal(ratio);
        var q = BigDecimal.ONE.subtract(p);
        var fewer = BigDecimal.ZERO;
        var ways = BigDecimal.ONE;
        for (int i = 0; i < bad; i++) {
            fewer =
                    fewer.add(
                            ways.multiply(p.pow(i, context), context)
                                    .multiply(q.pow(total - i, context), context));
            ways =
                    ways.multiply(BigDecimal.valueOf(total - i))
                            .divide(BigDecimal.valueOf(i + 1), context);
        }
        return BigDecimal.ONE.subtract(fewer).doubleValue();
    }
}
