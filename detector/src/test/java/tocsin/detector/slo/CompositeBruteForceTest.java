package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tocsin.detector.slo.Budgeting.Empty;
import tocsin.detector.slo.Parts.Operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random histories of three children with late samples, gaps, silence and restarts: what a
/// composite says is what an evaluator says that keeps every sample and looks at all of them.
class CompositeBruteForceTest {
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_767_603_600_000L;
    private static final long DELAY = 15_000;
    private static final int HISTORIES = 150;
    private static final BurnPolicy POLICY =
            new BurnPolicy(
                    "any",
                    List.of(new BurnPair("PAGE_FAST", 3_000, 20 * MINUTE, 5 * MINUTE)),
                    0,
                    60_000);

    private record Sample(int child, long start, long bad, long total) {}

    @ParameterizedTest(name = "{0} of slices at {1}, weights {2} {3} {4}, empty ones {5}")
    @CsvSource({
        "SUM, 900000000, 1, 1, 1, EXCLUDE",
        "SUM, 0, 3, 2, 1, EXCLUDE",
        "ANY_BAD, 900000000, 1, 1, 1, EXCLUDE",
        "ANY_BAD, 900000000, 1, 1, 1, BAD",
        "WEIGHTED, 0, 1, 1, 1, EXCLUDE",
        "WEIGHTED, 0, 5, 2, 1, GOOD",
        "WEIGHTED, 900000000, 5, 2, 1, EXCLUDE"
    })
    void slices_are_those_of_all_samples(
            Operator operator, long target, int a, int b, int c, Empty empty) {
        var slices = new Budgeting.Slices(MINUTE, target, empty);
        var weights = new int[] {a, b, c};
        for (int seed = 0; seed < HISTORIES; seed++) {
            new Story(seed, slo(operator, slices, weights), weights).run();
        }
    }

    @ParameterizedTest(name = "weights {0} {1} {2}")
    @CsvSource({"1, 1, 1", "3, 2, 1"})
    void sums_of_events_are_those_of_all_samples(int a, int b, int c) {
        var weights = new int[] {a, b, c};
        var budgeting = new Budgeting.Occurrences(a);
        for (int seed = 0; seed < HISTORIES; seed++) {
            new Story(seed, slo(Operator.SUM, budgeting, weights), weights).run();
        }
    }

    private static Slo slo(Operator operator, Budgeting budgeting, int[] weights) {
        var parts = new ArrayList<Part>();
        for (int child = 0; child < weights.length; child++) {
            var own =
                    operator == Operator.ANY_BAD
                            ? ((Budgeting.Slices) budgeting).with(judge(child))
                            : budgeting.sliceMillis() > 0 ? budgeting : Budgeting.OCCURRENCES;
            parts.add(
                    new Part(
                            "child-" + child,
                            true,
                            Queries.NONE,
                            weights[child],
                            own,
                            Optional.empty()));
        }
        return new Slo(
                "any",
                "checkout",
                new Parts(operator, parts),
                "0.9",
                100_000_000,
                budgeting,
                Period.rolling(720 * 60 * MINUTE),
                budgeting.sliceMillis() > 0 ? POLICY.with(Guard.NONE) : POLICY);
    }

    /// Children of any-bad have targets of their own.
    private static long judge(int child) {
        return 900_000_000L - child * 100_000_000L;
    }

    /// One history.
    private static final class Story {
        private final int seed;
        private final Random random;
        private final Slo slo;
        private final int[] weights;
        private final List<Sample> samples = new ArrayList<>();
        private final long[] reached = new long[3];
        private final CompositePlay engine;
        private final BruteForce facets;
        private long now = BEGIN;
        private long decided = Long.MIN_VALUE;
        private long begun = Long.MAX_VALUE;

        Story(int seed, Slo slo, int[] weights) {
            this.seed = seed;
            this.slo = slo;
            this.weights = weights;
            random = new Random(seed);
            engine = new CompositePlay(slo);
            facets = new BruteForce(slo);
            Arrays.fill(reached, Long.MIN_VALUE);
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> now += MINUTE * random.nextInt(20);
                    case 1 -> count(now - MINUTE * random.nextInt(30));
                    case 2 -> engine.restart();
                    default -> {
                        count(now);
                        now += CompositePlay.SAMPLE * random.nextInt(3);
                    }
                }
                var _ = engine.evaluate(now, now - DELAY);
                watermark((now - DELAY) / MINUTE);
                compare();
            }
        }

        private void count(long at) {
            long start = Math.floorDiv(at, CompositePlay.SAMPLE) * CompositePlay.SAMPLE;
            if (!samples.isEmpty() && start < begun * MINUTE) {
                return;
            }
            int child = random.nextInt(seed % 3 == 0 ? 2 : 3);
            int total = random.nextInt(30);
            int bad = random.nextInt(3) == 0 ? random.nextInt(total + 1) : 0;
            engine.count(child, start, bad, total);
            samples.add(new Sample(child, start, bad, total));
            facets.count(start, bad, total);
            begun = Math.min(begun, start / MINUTE);
            reached[child] = Math.max(reached[child], (start + CompositePlay.SAMPLE) / MINUTE);
            decided = Math.max(decided, Arrays.stream(reached).min().orElseThrow());
        }

        private void watermark(long slice) {
            if (samples.isEmpty()) {
                return;
            }
            decided = Math.max(decided, slice);
            for (int child = 0; child < reached.length; child++) {
                if (reached[child] != Long.MIN_VALUE) {
                    reached[child] = Math.max(reached[child], slice);
                }
            }
        }

        private void compare() {
            if (engine.whole().ring().isEmpty()) {
                return;
            }
            var expected = slo.budgeting().sliceMillis() > 0 ? slices() : events();
            var budget = engine.standing().budget();
            assertThat(budget.badEvents()).as("seed %d", seed).isCloseTo(expected[0], within(1e-6));
            assertThat(budget.total()).as("seed %d", seed).isEqualTo(Math.round(expected[1]));
            boolean facetsOfEvents = slo.budgeting().equals(Budgeting.OCCURRENCES);
            if (facetsOfEvents) {
                assertThat(engine.whole().state().facets().keySet())
                        .as("seed %d", seed)
                        .isEqualTo(facets.evaluate(now - DELAY));
            }
        }

        private double[] events() {
            double bad = 0;
            double total = 0;
            for (var sample : samples) {
                bad += (double) sample.bad() * weights[sample.child()] / weights[0];
                total += (double) sample.total() * weights[sample.child()] / weights[0];
            }
            return new double[] {bad, total};
        }

        private double[] slices() {
            double bad = 0;
            double total = 0;
            for (long slice = begun; slice < decided; slice++) {
                var verdict = verdict(slice);
                bad += verdict[0];
                total += verdict[1];
            }
            return new double[] {bad, total};
        }

        private double[] verdict(long slice) {
            var bad = new double[3];
            var total = new double[3];
            for (var sample : samples) {
                if (sample.start() / MINUTE == slice) {
                    bad[sample.child()] += sample.bad();
                    total[sample.child()] += sample.total();
                }
            }
            var rule = (Budgeting.Slices) slo.budgeting();
            if (Arrays.stream(total).sum() == 0) {
                return switch (rule.empty()) {
                    case GOOD -> new double[] {0, 1};
                    case BAD -> new double[] {1, 1};
                    case EXCLUDE -> new double[] {0, 0};
                };
            }
            double ratio = ratio(bad, total);
            if (rule.targetPpb() == 0) {
                return new double[] {Math.round(ratio * 1e6) / 1e6, 1};
            }
            double allowed = slo.parts().operator() == Operator.ANY_BAD ? 0 : 0.1;
            return new double[] {ratio > allowed + 1e-12 ? 1 : 0, 1};
        }

        /// The share that is bad; of any-bad 1 when a child has too much of it.
        private double ratio(double[] bad, double[] total) {
            double sum = 0;
            double all = 0;
            for (int child = 0; child < 3; child++) {
                if (total[child] > 0) {
                    double weight = weights[child];
                    switch (slo.parts().operator()) {
                        case SUM -> {
                            sum += weight * bad[child];
                            all += weight * total[child];
                        }
                        case WEIGHTED -> {
                            sum += weight * bad[child] / total[child];
                            all += weight;
                        }
                        case ANY_BAD -> {
                            boolean tooMuch = bad[child] * 10 > total[child] * (1 + child);
                            sum += tooMuch ? 1 : 0;
                            all = 1;
                        }
                    }
                }
            }
            return sum / all;
        }
    }
}
