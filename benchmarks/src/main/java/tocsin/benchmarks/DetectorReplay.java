package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

import tocsin.cli.EmbeddedKafka;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.TopicAdmin;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.Topics;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How fast the detector alone replays a prefilled topic, next to a bare consumer that polls and
/// decodes the same topic, and to a Kafka Streams topology that does nothing else, in the same run.
/// Broker, consumer and detector share this machine, so that the ratios say more than the rates.
///
/// ```
/// DetectorReplay [samples = 1000000] [runs = 5]
/// ```
public final class DetectorReplay {
    private static final String PREFIX = "bench.";
    private static final int SERVICES = 1_000;
    private static final int MAX_POLL_RECORDS = 2_000;

    private record Round(double bare, double empty, double detector) {}

    private DetectorReplay() {}

    static void main(String[] arguments) throws Exception {
        long samples = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
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
        createTopics(admin);
        var serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());
        System.out.printf("Writing %,d samples of %,d services%n", workload.samples(), SERVICES);
        workload.fill(kafka, serdes, EmbeddedKafka.PARTITIONS);
        var partitions =
                IntStream.range(0, EmbeddedKafka.PARTITIONS)
                        .mapToObj(number -> new TopicPartition(metrics(), number))
                        .toList();
        long records = endOffsets(admin, partitions);
        var bare = new BareConsumer(kafka, serdes, MAX_POLL_RECORDS);
        var empty = StreamsRun.empty(kafka, serdes, folder);
        var detector = StreamsRun.detector(kafka, serdes, workload.definitions(), folder);
        var rounds = new ArrayList<Round>();
        for (int run = 1; run <= runs; run++) {
            var round =
                    new Round(
                            bare.run(partitions, records),
                            empty.run(run, partitions, records, admin),
                            detector.run(run, partitions, records, admin));
            System.out.println(line("run " + run, round));
            rounds.add(round);
        }
        return rounds;
    }

    /// Record timestamps are event times here: nothing may age away while it is read.
    private static void createTopics(Admin admin) throws InterruptedException, ExecutionException {
        TopicAdmin.create(admin, PREFIX, EmbeddedKafka.PARTITIONS);
        var forever =
                List.of(
                        new AlterConfigOp(
                                new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET));
        var topics =
                List.of(Topics.METRICS, Topics.BREACHES, Topics.SIGNALS).stream()
                        .collect(
                                Collectors.toMap(
                                        topic ->
                                                new ConfigResource(
                                                        ConfigResource.Type.TOPIC,
                                                        topic.name(PREFIX)),
                                        _ -> List.copyOf(forever)));
        admin.incrementalAlterConfigs(Map.copyOf(topics)).all().get();
    }

    private static long endOffsets(Admin admin, List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException {
        var latest =
                partitions.stream().collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private static void print(List<Round> rounds) {
        var median =
                new Round(
                        median(rounds, Round::bare),
                        median(rounds, Round::empty),
                        median(rounds, Round::detector));
        System.out.printf(
                Locale.ROOT,
                "%n%-8s %14s %14s %14s %12s %12s%n",
                "",
                "bare",
                "empty Streams",
                "detector",
                "of bare",
                "of empty");
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
                "%-8s %,12.0f/s %,12.0f/s %,12.0f/s %11.1f%% %11.1f%%",
                name,
                round.bare(),
                round.empty(),
                round.detector(),
                round.detector() / round.bare() * 100,
                round.detector() / round.empty() * 100);
    }

    private static String metrics() {
        return Topics.METRICS.name(PREFIX);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
