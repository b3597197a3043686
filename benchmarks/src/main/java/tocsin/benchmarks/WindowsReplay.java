package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;

import tocsin.cli.EmbeddedKafka;
import tocsin.runtime.KafkaConfig;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The detector, and the windows of the four burn pairs in the Kafka Streams DSL, on the same topic
/// in the same run: one stream thread, exactly once, stores on disk. The DSL only sums; the
/// detector decides and signals as well. The DSL reads the first samples only, since each of them
/// belongs to some two thousand of its windows.
///
/// ```
/// WindowsReplay [samples = 500000] [samples for the DSL = 1000]
/// ```
public final class WindowsReplay {
    private static final int SERVICES = 100;

    private WindowsReplay() {}

    static void main(String[] arguments) throws Exception {
        long samples = arguments.length > 0 ? Long.parseLong(arguments[0]) : 500_000;
        long few = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), DetectorReplay.freePort())) {
            var kafka = new KafkaConfig(broker.bootstrapServers(), List.of(), "bench.", Map.of());
            var serdes = ValueSerdes.own("bench.", new InMemorySchemaRegistry());
            var workload = Workload.endingNow(SERVICES, samples);
            try (var admin = Admin.create(kafka.admin("benchmark"))) {
                var topic = PrefilledTopic.fill(kafka, admin, serdes, workload);
                double ours =
                        StreamsRun.detector(kafka, serdes, workload.definitions(), folder, 1)
                                .run(1, topic.partitions(), topic.records(), admin);
                double dsl =
                        StreamsRun.dsl(kafka, serdes, folder)
                                .run(1, topic.partitions(), few, admin);
                System.out.printf(
                        Locale.ROOT,
                        "%nDSL windows: %,.0f samples/s (the first %,d); detector: %,.0f samples/s,"
                                + " %,.0f times as many%n",
                        dsl,
                        few,
                        ours,
                        ours / dsl);
            }
        } finally {
            Folders.delete(folder);
        }
    }
}
