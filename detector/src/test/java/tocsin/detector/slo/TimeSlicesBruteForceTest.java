package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.slo.Budgeting.Empty;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random histories with late samples, gaps and silence: the slices that the ring holds are those
/// that can be counted from every sample that came.
class TimeSlicesBruteForceTest {
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_767_603_600_000L;

    private record Sample(long start, long bad, long total) {}

    @ParameterizedTest
    @EnumSource(Empty.class)
    void good_or_bad_slices_are_those_of_all_samples(Empty empty) {
        play(1_000, TimeSlicesTest.slo(900_000_000, empty));
    }

    @ParameterizedTest
    @ValueSource(longs = 0)
    void ratios_of_slices_are_those_of_all_samples(long target) {
        play(1_000, TimeSlicesTest.slo(target, Empty.EXCLUDE));
    }

    private static void play(int histories, Slo slo) {
        for (int seed = 0; seed < histories; seed++) {
            new Story(seed, slo).run();
        }
    }

    private static final class Story {
        private final int seed;
        private final Random random;
        private final Slo slo;
        private final Budgeting.Slices rule;
        private final List<Sample> samples = new ArrayList<>();
        private SloSeries engine = new SloSeries(new Ring(), SloState.NEW);
        private long now = BEGIN;
        private long decided = Long.MIN_VALUE;
        private long begun = Long.MAX_VALUE;

        Story(int seed, Slo slo) {
            this.seed = seed;
            this.slo = slo;
            rule = (Budgeting.Slices) slo.budgeting();
            random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> now += MINUTE * random.nextInt(20);
                    case 1 -> count(now - MINUTE * random.nextInt(30));
                    case 2 -> engine = new SloSeries(engine.ring(), engine.state());
                    default -> {
                        count(now);
                        now += 20_000;
                    }
                }
                engine.watch(slo);
                var _ = engine.advance(now - 15_000, (_, _) -> {});
                var _ = engine.evaluate(slo, now, now - 15_000);
                decide(now - 15_000);
                compare();
            }
        }

        private void count(long at) {
            long start = Math.floorDiv(at, 10_000) * 10_000;
            if (!samples.isEmpty() && start < begun * MINUTE) {
                return;
            }
            int total = random.nextInt(30);
            int bad = random.nextInt(3) == 0 ? random.nextInt(total + 1) : 0;
            engine.watch(slo);
            engine.count(start, start + 10_000, bad, total, (_, _) -> {});
            samples.add(new Sample(start, bad, total));
            begun = Math.min(begun, start / MINUTE);
            decide(start + 10_000);
        }

        private void decide(long time) {
            decided = Math.max(decided, time / MINUTE);
        }

        private void compare() {
            long units = 0;
            long bad = 0;
            for (long slice = begun; !samples.isEmpty() && slice < decided; slice++) {
                var verdict = verdict(slice);
                units += verdict[1];
                bad += verdict[0];
            }
            if (units > 0) {
                var budget = engine.standing(slo).budget();
                assertThat(budget.total()).as("seed %d", seed).isEqualTo(units / rule.unit());
                assertThat(budget.badEvents())
                        .as("seed %d", seed)
                        .isCloseTo((double) bad / rule.unit(), within(1e-9));
            }
        }

        private long[] verdict(long slice) {
            long bad = 0;
            long total = 0;
            for (var sample : samples) {
                if (sample.start() / MINUTE == slice) {
                    bad += sample.bad();
                    total += sample.total();
                }
            }
            long unit = rule.unit();
            if (total == 0) {
                return switch (rule.empty()) {
                    case GOOD -> new long[] {0, unit};
                    case BAD -> new long[] {unit, unit};
                    case EXCLUDE -> new long[] {0, 0};
                };
            }
            return unit == 1
                    ? new long[] {(total - bad) * 10 >= total * 9 ? 0 : 1, 1}
                    : new long[] {Math.round(1e6 * ((double) bad / total)), unit};
        }
    }
}
