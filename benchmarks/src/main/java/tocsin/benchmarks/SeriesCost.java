package tocsin.benchmarks;

import tocsin.detector.slo.Slo;
import tocsin.detector.slo.SloCatalog;
import tocsin.detector.slo.SloSeries;
import tocsin.detector.slo.SloState;
import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a sample costs, counted and judged in memory, and what a series takes, under an objective
/// with 1, 5 and 20 conditions (burn pairs and steps of the budget) beside total outage: one
/// thread, no broker. Series take turns, as on a log, so that each finds its ring out of the way.
///
/// ```
/// SeriesCost [series = 1000] [runs = 7]
/// ```
public final class SeriesCost {
    private static final long INTERVAL = 10_000;
    private static final int ROUNDS = 1_000;
    private static final List<Integer> CONDITIONS = List.of(1, 5, 20);
    private static final List<String> PAIRS =
            List.of(
                    "{\"share\": 0.02, \"long\": \"1h\", \"short\": \"5m\", \"class\":"
                            + " \"PAGE_FAST\"}",
                    "{\"share\": 0.05, \"long\": \"6h\", \"short\": \"30m\", \"class\":"
                            + " \"PAGE_SLOW\"}",
                    "{\"share\": 0.10, \"long\": \"1d\", \"short\": \"2h\", \"class\":"
                            + " \"TICKET_FAST\"}",
                    "{\"share\": 0.10, \"long\": \"3d\", \"short\": \"6h\", \"class\":"
                            + " \"TICKET_SLOW\"}");

    private SeriesCost() {}

    static void main(String[] arguments) {
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        var nanos = new double[CONDITIONS.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < CONDITIONS.size(); i++) {
                nanos[i][run] = nanosPerSample(slo(CONDITIONS.get(i)), series);
            }
        }
        for (int i = 0; i < CONDITIONS.size(); i++) {
            Arrays.sort(nanos[i]);
            System.out.printf(
                    Locale.ROOT,
                    "%2d conditions: %,6.0f ns a sample (%.2f of one condition), %.1f kB a"
                            + " series%n",
                    CONDITIONS.get(i),
                    nanos[i][runs / 2],
                    nanos[i][runs / 2] / nanos[0][runs / 2],
                    bytesPerSeries(slo(CONDITIONS.get(i)), series) / 1_000);
        }
    }

    private static double nanosPerSample(Slo slo, int count) {
        var all = fresh(count);
        play(slo, all, 0, ROUNDS / 4);
        long began = System.nanoTime();
        play(slo, all, ROUNDS / 4, ROUNDS);
        return (double) (System.nanoTime() - began) / count / (ROUNDS - ROUNDS / 4);
    }

    /// Heap that is still in use once nothing else is.
    private static double bytesPerSeries(Slo slo, int count) {
        long before = heap();
        var all = fresh(count);
        play(slo, all, 0, ROUNDS / 4);
        double bytes = (double) (heap() - before) / count;
        if (all.getFirst().ring().isEmpty()) {
            throw new IllegalStateException("nothing was counted");
        }
        return bytes;
    }

    private static long heap() {
        var runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static List<SloSeries> fresh(int count) {
        return Stream.generate(() -> new SloSeries(new Ring(), SloState.NEW)).limit(count).toList();
    }

    /// One bad event of a hundred now and then, as [Workload] has them.
    private static void play(Slo slo, List<SloSeries> all, int from, int to) {
        for (int round = from; round < to; round++) {
            long at = (round + 1) * INTERVAL - 3_000;
            for (int i = 0; i < all.size(); i++) {
                var one = all.get(i);
                one.count(at - INTERVAL, at, (i + round) % 100 == 0 ? 1 : 0, 100, (_, _) -> {});
                var _ = one.evaluate(slo, at, at - 15_000);
            }
        }
    }

    private static Slo slo(int conditions) {
        int pairs = Math.min(conditions, PAIRS.size());
        int steps = conditions - pairs;
        var policy =
                "{\"spec\": {\"pairs\": [%s], \"budget\": [%s]}}"
                        .formatted(
                                String.join(", ", PAIRS.subList(0, pairs)),
                                IntStream.range(0, steps)
                                        .mapToObj(step -> "0." + (30 + 4 * step))
                                        .collect(Collectors.joining(", ")));
        var documents =
                List.of(
                        document("BurnPolicy", "google-share", policy),
                        document("SLO", "s0-availability", Workload.slo("s0")));
        var set = new DefinitionSet(1, "benchmark", Instant.EPOCH, documents);
        return new SloCatalog(set).of("s0", "availability").getFirst().slo();
    }

    private static Document document(String kind, String name, String json) {
        return new Document(kind, name, JsonMapper.shared().readTree(json));
    }
}
