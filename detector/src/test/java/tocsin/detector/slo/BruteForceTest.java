package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Ring;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Ten thousand random histories of one series, with late samples, gaps and silence: after every
/// sample and tick exactly those facets fire that brute force says.
class BruteForceTest {
    private static final int HISTORIES = 1_000;
    private static final Budgeting EVENTS = Budgeting.OCCURRENCES;
    private static final long BEGIN = 1_767_603_600_000L;
    private static final long SAMPLE = 10_000;
    private static final long ALLOWED_DELAY = 15_000;

    @ParameterizedTest(name = "seeds {0}000 to {0}999")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void the_engine_says_what_brute_force_says(int thousand) {
        int fired = 0;
        int cleared = 0;
        for (int seed = thousand * 1_000; seed < thousand * 1_000 + HISTORIES; seed++) {
            var play = new Play(seed);
            play.run();
            fired += play.fired;
            cleared += play.cleared;
        }
        assertThat(fired).isGreaterThan(HISTORIES);
        assertThat(cleared).isGreaterThan(HISTORIES / 2);
    }

    /// One history.
    private static final class Play {
        private final int seed;
        private final Random random;
        private final Slo slo;
        private final SloSeries engine = new SloSeries(new Ring(), SloState.NEW);
        private final BruteForce bruteForce;
        private TreeSet<String> before = new TreeSet<>();
        private long now = BEGIN;
        private double trouble;
        private int fired;
        private int cleared;

        Play(int seed) {
            this.seed = seed;
            random = new Random(seed);
            slo = slo(random);
            bruteForce = new BruteForce(slo);
        }

        private static Slo slo(Random random) {
            var pairs =
                    List.of(
                            new BurnPair(
                                    "PAGE_FAST", 2_000 + random.nextInt(6_000), 120_000, 20_000),
                            new BurnPair(
                                    "PAGE_SLOW", 1_000 + random.nextInt(3_000), 300_000, 60_000));
            var policy =
                    new BurnPolicy(
                            "random",
                            pairs,
                            10_000L * random.nextInt(4),
                            10_000L * random.nextInt(7));
            var guard = new Guard(2, 0, Math.pow(10, -1 - 3 * random.nextDouble()));
            var hour = Period.rolling(3_600_000);
            return Slos.slo(
                    "any",
                    "any",
                    "any",
                    "0.9",
                    100_000_000,
                    true,
                    EVENTS,
                    hour,
                    policy.with(guard));
        }

        void run() {
            for (int step = 0; step < 70; step++) {
                step();
                evaluate();
            }
        }

        private void step() {
            if (random.nextInt(12) == 0) {
                trouble = random.nextBoolean() ? 0 : random.nextDouble();
            }
            int what = random.nextInt(20);
            if (what == 0) {
                now += SAMPLE * random.nextInt(30);
            } else if (what == 1) {
                count(now - SAMPLE * (1 + random.nextInt(20)));
            } else if (what > 3) {
                count(now);
                now += SAMPLE;
            } else {
                now += SAMPLE;
            }
        }

        private void count(long start) {
            int total = random.nextInt(20);
            int bad = 0;
            for (int event = 0; event < total; event++) {
                bad += random.nextDouble() < trouble ? 1 : 0;
            }
            engine.count(start, start + SAMPLE, bad, total, (_, _) -> {});
            bruteForce.count(start, bad, total);
        }

        private void evaluate() {
            long clock = Math.max(now, engine.ring().last());
            engine.evaluate(slo, clock, clock - ALLOWED_DELAY);

            var expected = bruteForce.evaluate(clock - ALLOWED_DELAY);

            var said = new TreeSet<>(engine.state().facets().keySet());
            assertThat(said)
                    .as("seed %d, second %d", seed, (now - BEGIN) / 1_000)
                    .isEqualTo(expected);
            fired += expected.size() > before.size() ? 1 : 0;
            cleared += expected.size() < before.size() ? 1 : 0;
            before = expected;
        }
    }
}
