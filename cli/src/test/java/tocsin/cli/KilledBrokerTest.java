package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A broker that was killed in the middle of transactions finishes every one of them at its next
/// start: readers of committed records get to the end of every partition, and see both records of a
/// transaction or none.
class KilledBrokerTest {
    private static final int KILLS = 2;
    private static final List<TopicPartition> PARTITIONS =
            IntStream.range(0, BusyBroker.PARTITIONS)
                    .mapToObj(number -> new TopicPartition(BusyBroker.TOPIC, number))
                    .toList();

    @TempDir private Path folder;

    @Test
    void no_transaction_stays_open() throws Exception {
        for (int run = 1; run <= KILLS; run++) {
            busyUntilKilled(run);
            var started = System.nanoTime();
            try (var broker = EmbeddedKafka.start(folder, Ports.free())) {
                System.out.printf("started in %,d ms%n", (System.nanoTime() - started) / 1_000_000);
                assertFinished(broker);
            }
        }
    }

    private void busyUntilKilled(int run) throws Exception {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyBroker.class.getName(),
                        folder.toString(),
                        Integer.toString(Ports.free()),
                        Integer.toString(run));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader()) {
            assertThat(output.lines().anyMatch("busy"::equals)).as("busy").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void assertFinished(EmbeddedKafka broker) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(kafka)) {
            LocalTocsin.await(
                    "every transaction is finished",
                    Duration.ofSeconds(30),
                    () ->
                            ends(admin, IsolationLevel.READ_COMMITTED)
                                    .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
            var pairs = committed(kafka, ends(admin, IsolationLevel.READ_COMMITTED));
            System.out.printf("%,d transactions%n", pairs.size());
            assertThat(pairs).isNotEmpty();
            assertThat(pairs.values()).containsOnly(2L);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation) {
        var latest =
                PARTITIONS.stream().collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest()));
        try {
            return admin
                    .listOffsets(latest, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// How often each value was committed.
    private static Map<String, Long> committed(
            Map<String, Object> kafka, Map<TopicPartition, Long> ends) {
        var config = new HashMap<>(kafka);
        config.put("isolation.level", "read_committed");
        var values = new ArrayList<String>();
        var text = new StringDeserializer();
        try (var consumer = new KafkaConsumer<>(config, text, text)) {
            consumer.assign(PARTITIONS);
            consumer.seekToBeginning(PARTITIONS);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values.stream().collect(groupingBy(value -> value, counting()));
    }
}
