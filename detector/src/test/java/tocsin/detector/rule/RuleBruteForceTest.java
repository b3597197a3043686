package tocsin.detector.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Binomial;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Thousands of random histories of one series, with late samples, gaps and silence: after every
/// sample and tick a rule stands and tells as a naive evaluator of the same words does.
class RuleBruteForceTest {
    private static final int HISTORIES = 1_000;
    private static final long BEGIN = 1_767_603_600_000L;
    private static final long SAMPLE = 10_000;
    private static final long ALLOWED_DELAY = 15_000;

    @ParameterizedTest(name = "seeds {0}000 to {0}999")
    @ValueSource(ints = {1, 2, 3, 4})
    void a_rule_says_what_brute_force_says(int thousand) {
        var told = new HashMap<String, Integer>();
        for (int seed = thousand * 1_000; seed < thousand * 1_000 + HISTORIES; seed++) {
            new History(seed, told).run();
        }
        assertThat(told.get("FIRING")).isGreaterThan(HISTORIES);
        assertThat(told.get("CLEARED")).isGreaterThan(HISTORIES / 2);
        assertThat(told.get("UPDATED")).isGreaterThan(HISTORIES / 20);
    }

    /// One history.
    private static final class History {
        private final int seed;
        private final Map<String, Integer> counted;
        private final Random random;
        private final Rule rule;
        private final RuleSeries engine = new RuleSeries(new Ring(1), RuleState.NEW);
        private final NaiveRule naive;
        private long now = BEGIN;
        private double trouble;

        History(int seed, Map<String, Integer> counted) {
            this.seed = seed;
            this.counted = counted;
            random = new Random(seed);
            rule = rule(random);
            naive = new NaiveRule(rule);
        }

        private static Rule rule(Random random) {
            var conditions = new ArrayList<Condition>(List.of(condition(random)));
            if (random.nextInt(3) == 0) {
                conditions.add(condition(random));
            }
            return new Rule(
                    "random",
                    "any",
                    new Measure.Events(),
                    "DEGRADED",
                    conditions,
                    10_000L * random.nextInt(4),
                    10_000L * random.nextInt(5),
                    10_000L * random.nextInt(7),
                    0);
        }

        private static Condition condition(Random random) {
            long window = 20_000L * (1 + random.nextInt(6));
            var guards = new Guards(random.nextInt(6), random.nextInt(20));
            if (random.nextInt(3) == 0) {
                long least = 1 + random.nextInt(30);
                return new Condition.Count(window, least, 1 + random.nextLong(least), guards);
            }
            long ppb = 10_000_000L * (1 + random.nextInt(60));
            long clear = ppb * (5 + random.nextInt(6)) / 10;
            if (random.nextInt(3) == 0) {
                guards = guards.testing(new Binomial(ppb / 1e9, 0.01));
            }
            return new Condition.Share(window, ppb, random.nextBoolean(), clear, guards);
        }

        void run() {
            for (int step = 0; step < 160; step++) {
                step();
                evaluate(step);
            }
        }

        private void step() {
            if (random.nextInt(10) == 0) {
                trouble = random.nextBoolean() ? 0 : random.nextDouble();
            }
            int what = random.nextInt(30);
            if (what == 0) {
                now += SAMPLE * random.nextInt(60);
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
            naive.count(start, bad, total);
        }

        private void evaluate(int step) {
            long watermark = Math.max(now, engine.ring().last()) - ALLOWED_DELAY;
            var change = engine.evaluate("any", rule, watermark);
            var expected = naive.evaluate(watermark);

            assertThat(change.map(told -> told.kind().name()).orElse(""))
                    .as("seed %d, step %d, %s", seed, step, rule)
                    .isEqualTo(expected);
            assertThat(List.of(engine.state().firing(), engine.state().flapping()))
                    .as("seed %d, step %d, %s", seed, step, rule)
                    .isEqualTo(List.of(naive.firing(), naive.flapping()));
            counted.merge(expected, 1, Integer::sum);
        }
    }
}
