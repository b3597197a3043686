package tocsin.detector.slo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tocsin.detector.window.Ring;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Random histories of series with calendar budgets, across changes of period and of the clocks,
/// with late samples, silence and restarts, against an evaluator that keeps every sample.
class CalendarBruteForceTest {
    private static final int HISTORIES = 1_000;
    private static final long SAMPLE = 10_000;
    private static final long ALLOWED_DELAY = 15_000;
    private static final long BUDGET_PPB = 50_000_000;
    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("Europe/Berlin"),
                    ZoneId.of("Asia/Kathmandu"),
                    ZoneId.of("Australia/Lord_Howe"));

    @ParameterizedTest(name = "seeds {0}000 to {0}999")
    @ValueSource(ints = {1, 2})
    void the_engine_says_what_brute_force_says(int thousand) {
        int fired = 0;
        int reset = 0;
        for (int seed = thousand * 1_000; seed < thousand * 1_000 + HISTORIES; seed++) {
            var play = new Story(seed);
            play.run();
            fired += play.fired;
            reset += play.reset;
        }
        assertThat(fired).isGreaterThan(HISTORIES);
        assertThat(reset).isGreaterThan(HISTORIES / 2);
    }

    private record Sample(long start, long bad, long total) {}

    private static final class State {
        private final long since;
        private Long clearSince;

        State(long since) {
            this.since = since;
        }
    }

    /// One history, with days that begin at midnight on the wall.
    private static final class Story {
        private final int seed;
        private final Random random;
        private final Slo slo;
        private final Period.Calendar days;
        private final List<Sample> samples = new ArrayList<>();
        private final Map<Integer, State> firing = new TreeMap<>();
        private SloSeries engine = new SloSeries(new Ring(), SloState.NEW);
        private long now;
        private long last = Long.MIN_VALUE;
        private double trouble;
        private int fired;
        private int reset;

        Story(int seed) {
            this.seed = seed;
            random = new Random(seed);
            var zone = ZONES.get(random.nextInt(ZONES.size()));
            var start = LocalDateTime.parse("2026-01-01T00:00");
            days = new Period.Calendar(start, 1, Period.Unit.DAY, zone);
            var steps = List.of(new BudgetStep(50), new BudgetStep(100));
            var rare = new BurnPair("PAGE_FAST", 15_000, 7_200_000, 3_600_000);
            var policy = new BurnPolicy("any", List.of(rare), 0, 60_000, steps, Guard.USUAL);
            var events = Budgeting.OCCURRENCES;
            slo = Slos.slo("any", "any", "any", "0.95", BUDGET_PPB, true, events, days, policy);
            var around = random.nextBoolean() ? "2026-03-28T06:00:00Z" : "2026-10-24T06:00:00Z";
            now = Instant.parse(around).toEpochMilli();
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                if (random.nextInt(10) == 0) {
                    trouble = random.nextBoolean() ? 0 : random.nextDouble();
                }
                int what = random.nextInt(20);
                if (what < 4) {
                    now += SAMPLE * random.nextInt(1_000);
                } else if (what == 4) {
                    count(now - SAMPLE * (1 + random.nextInt(5_000)));
                } else {
                    count(now);
                    now += SAMPLE;
                }
                if (random.nextInt(9) == 0) {
                    engine = new SloSeries(engine.ring(), engine.state(), engine.totals());
                }
                evaluate();
            }
        }

        private void count(long start) {
            int total = random.nextInt(40);
            int bad = 0;
            for (int event = 0; event < total; event++) {
                bad += random.nextDouble() < trouble ? 1 : 0;
            }
            engine.watch(slo);
            engine.count(start, start + SAMPLE, bad, total, (_, _) -> {});
            samples.add(new Sample(start, bad, total));
            last = Math.max(last, start + SAMPLE);
        }

        private void evaluate() {
            if (samples.isEmpty()) {
                return;
            }
            long watermark = Math.max(now, last) - ALLOWED_DELAY;
            long begin = midnight(Math.max(last, watermark), 0);
            long end = midnight(Math.max(last, watermark), 1);
            long first = samples.stream().mapToLong(Sample::start).min().orElseThrow();
            long from = Math.max(begin, first);
            for (var step : slo.policy().budget()) {
                step(step.percent(), begin, end, from, watermark);
            }

            var change = engine.evaluate(slo, Math.max(now, last), watermark);

            reset +=
                    change.filter(it -> it.reason() == Change.Reason.BUDGET_RESET).isPresent()
                            ? 1
                            : 0;
            var budget = engine.standing(slo).budget();
            assertThat(List.of(budget.bad(), budget.total(), budget.begin()))
                    .as("seed %d", seed)
                    .isEqualTo(List.of(bad(begin, last), total(begin, last), begin));
            assertThat(budget.periodMillis()).isEqualTo(end - begin);
            var expected = new TreeSet<String>();
            firing.keySet().forEach(percent -> expected.add(new BudgetStep(percent).name()));
            var said = new TreeSet<>(engine.state().facets().keySet());
            said.removeIf(name -> !name.startsWith("BUDGET_"));
            assertThat(said).as("seed %d, %s", seed, Instant.ofEpochMilli(now)).isEqualTo(expected);
        }

        private void step(int percent, long begin, long end, long from, long watermark) {
            boolean holds = spent(percent * 10L, begin, end, from, last);
            var state = firing.get(percent);
            if (state == null) {
                if (holds) {
                    firing.put(percent, new State(last));
                    fired++;
                }
                return;
            }
            long back = percent == 100 ? 950 : percent * 9L;
            boolean clear = watermark > begin && !spent(back, begin, end, from, watermark);
            if (holds) {
                state.clearSince = null;
            } else if (watermark > begin && state.since <= begin) {
                firing.remove(percent);
            } else if (!clear) {
                state.clearSince = null;
            } else if (state.clearSince == null) {
                state.clearSince = watermark;
            } else if (watermark - state.clearSince >= 60_000
                    && watermark - state.since >= 60_000) {
                firing.remove(percent);
            }
        }

        /// `bad >= permille / 1000 x budget x total x length / covered`.
        private boolean spent(long permille, long begin, long end, long from, long to) {
            long bad = bad(begin, to) * 2 - halfBad(begin, to);
            long total = total(begin, to) * 2 - halfTotal(begin, to);
            long covered = Math.clamp(to - from, 1, end - begin);
            return bad > 0
                    && BigInteger.valueOf(bad)
                                    .multiply(BigInteger.valueOf(covered * 1_000))
                                    .multiply(BigInteger.valueOf(1_000_000_000))
                                    .compareTo(
                                            BigInteger.valueOf(total)
                                                    .multiply(BigInteger.valueOf(end - begin))
                                                    .multiply(
                                                            BigInteger.valueOf(
                                                                    BUDGET_PPB * permille)))
                            >= 0;
        }

        /// Of samples that `to` cuts in two, the half that lies after it.
        private long halfBad(long begin, long to) {
            return cut(begin, to).mapToLong(Sample::bad).sum();
        }

        private long halfTotal(long begin, long to) {
            return cut(begin, to).mapToLong(Sample::total).sum();
        }

        private Stream<Sample> cut(long begin, long to) {
            return samples.stream()
                    .filter(sample -> sample.start() >= begin)
                    .filter(sample -> sample.start() < to && to < sample.start() + SAMPLE);
        }

        private long bad(long begin, long to) {
            return in(begin, to).mapToLong(Sample::bad).sum();
        }

        private long total(long begin, long to) {
            return in(begin, to).mapToLong(Sample::total).sum();
        }

        private Stream<Sample> in(long begin, long to) {
            return samples.stream()
                    .filter(sample -> sample.start() >= begin && sample.start() < to);
        }

        /// Midnight on the wall before `time`, and as many days later.
        private long midnight(long time, int later) {
            var zoned = ZonedDateTime.ofInstant(Instant.ofEpochMilli(time - 1), days.zone());
            return zoned.toLocalDate()
                    .plusDays(later)
                    .atStartOfDay(days.zone())
                    .toInstant()
                    .toEpochMilli();
        }
    }
}
