package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

import tocsin.cli.EmbeddedKafka;
import tocsin.detector.Detector;
import tocsin.detector.DetectorTopology;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/// Ten thousand series on one machine, beside a thousand on the same machine in the same run: how
/// fast they are replayed, the heap they take, and how long a detector takes to be back: with its
/// folder, and without it, from the changelog alone.
///
/// ```
/// ManySeries [samples = 600000]
/// ```
public final class ManySeries {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<Integer> SERIES = List.of(1_000, 10_000);

    private final KafkaConfig kafka;
    private final Path folder;
    private final ValueSerdes serdes;
    private final Workload workload;

    private ManySeries(KafkaConfig kafka, Path folder, Workload workload) {
        this.kafka = kafka;
        this.folder = folder;
        this.workload = workload;
        serdes = ValueSerdes.own(kafka.prefix(), new InMemorySchemaRegistry());
    }

    static void main(String[] arguments) throws Exception {
        long samples = arguments.length > 0 ? Long.parseLong(arguments[0]) : 600_000;
        var folder = Files.createTempDirectory("tocsin-benchmark");
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"), DetectorReplay.freePort())) {
            for (int series : SERIES) {
                var prefix = "bench" + series + ".";
                var kafka = new KafkaConfig(broker.bootstrapServers(), List.of(), prefix, Map.of());
                var workload = Workload.endingNow(series, samples);
                System.out.println(
                        new ManySeries(kafka, folder.resolve(prefix), workload).measure());
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private String measure() throws Exception {
        try (var admin = Admin.create(kafka.admin("benchmark"))) {
            var topic = PrefilledTopic.fill(kafka, admin, serdes, workload);
            long before = heap();
            var detector = start();
            double rate =
                    StreamsRun.follow(
                            detector,
                            kafka.group("detector"),
                            topic.partitions(),
                            topic.records(),
                            admin);
            double heap = heap() - before;
            leave(detector);
            double again = secondsToRun();
            Folders.delete(folder);
            return String.format(
                    Locale.ROOT,
                    "%,d series: %,.0f samples/s, %.1f kB of heap a series; back after %.1f s with"
                            + " its folder, %.1f s without",
                    workload.services(),
                    rate,
                    heap / 1_000 / workload.services(),
                    again,
                    secondsToRun());
        }
    }

    private KafkaStreams start() {
        var properties = new Properties();
        properties.putAll(Detector.settings(kafka, folder));
        var definitions = Definitions.always(workload.definitions());
        var streams =
                new KafkaStreams(new DetectorTopology(serdes, definitions, true).get(), properties);
        streams.start();
        return streams;
    }

    /// From the start until every task has its series back, the group's rebalance included.
    private double secondsToRun() {
        long began = System.nanoTime();
        var detector = start();
        while (detector.state() != KafkaStreams.State.RUNNING) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new IllegalStateException("streams are " + detector.state());
            }
            LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        leave(detector);
        return seconds;
    }

    /// As a detector does when it is stopped: nobody waits for it.
    private static void leave(KafkaStreams detector) {
        detector.close(
                CloseOptions.groupMembershipOperation(
                        CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /// What is in use once nothing else is; the broker's share is there before and after.
    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
