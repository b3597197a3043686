package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;

import tocsin.cli.EmbeddedKafka;
import tocsin.runtime.KafkaConfig;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.ValueSerdes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/// How fast the detector alone replays a prefilled topic, next to a bare consumer that polls and
/// decodes the same topic, and to a Kafka Streams topology that does nothing else, in the same run;
/// then the detector on two stream threads. Broker, consumer and detector share this machine, so
/// that the ratios say more than the rates.
///
/// ```
/// DetectorReplay [samples = 2000000] [runs = 3]
/// ```
public final class DetectorReplay {
    private static final String PREFIX = "bench.";
    private static final int SERVICES = 1_000;
    private static final int MAX_POLL_RECORDS = 2_000;

    private record Round(double bare, double empty, double detector, double two) {}

    private DetectorReplay() {}

    static void main(String[] arguments) throws Exception {
        long samples = arguments.length > 0 ? Long.parseLong(arguments[0]) : 2_000_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), freePort())) {
            var kafka = new KafkaConfig(broker.bootstrapServers(), List.of(), PREFIX, Map.of());
            try (var admin = Admin.create(kafka.admin("benchmark"))) {
                print(measure(kafka, admin, folder, Workload.endingNow(SERVICES, samples), runs));
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static List<Round> measure(
            KafkaConfig kafka, Admin admin, Path folder, Workload workload, int runs)
            throws InterruptedException, ExecutionException {
        var serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());
        var topic = PrefilledTopic.fill(kafka, admin, serdes, workload);
        var partitions = topic.partitions();
        long records = topic.records();
        var bare = new BareConsumer(kafka, serdes, MAX_POLL_RECORDS);
        var empty = StreamsRun.empty(kafka, serdes, folder);
        var definitions = workload.definitions();
        var detector = StreamsRun.detector(kafka, serdes, definitions, folder, 1);
        var two = StreamsRun.detector(kafka, serdes, definitions, folder, 2);
        var rounds = new ArrayList<Round>();
        for (int run = 1; run <= runs; run++) {
            var round =
                    new Round(
                            bare.run(partitions, records),
                            empty.run(run, partitions, records, admin),
                            detector.run(run, partitions, records, admin),
                            two.run(run, partitions, records, admin));
            System.out.println(line("run " + run, round));
            rounds.add(round);
        }
        return rounds;
    }

    private static void print(List<Round> rounds) {
        var median =
                new Round(
                        median(rounds, Round::bare),
                        median(rounds, Round::empty),
                        median(rounds, Round::detector),
                        median(rounds, Round::two));
        System.out.printf(
                Locale.ROOT,
                "%n%-8s %14s %14s %14s %12s %12s %14s %12s%n",
                "",
                "bare",
                "empty Streams",
                "detector",
                "of bare",
                "of empty",
                "two threads",
                "of one");
        for (int run = 1; run <= rounds.size(); run++) {
            System.out.println(line("run " + run, rounds.get(run - 1)));
        }
        System.out.println(line("median", median));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> of) {
        var sorted = rounds.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String line(String name, Round round) {
        return String.format(
                Locale.ROOT,
                "%-8s %,12.0f/s %,12.0f/s %,12.0f/s %11.1f%% %11.1f%% %,12.0f/s %11.1f%%",
                name,
                round.bare(),
                round.empty(),
                round.detector(),
                round.detector() / round.bare() * 100,
                round.detector() / round.empty() * 100,
                round.two(),
                round.two() / round.detector() * 100);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
