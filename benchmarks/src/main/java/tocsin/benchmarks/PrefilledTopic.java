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
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The metrics topic, filled with a workload and never added to.
///
/// @param records samples and ticks in all partitions
record PrefilledTopic(List<TopicPartition> partitions, long records) {

    /// Creates the topics and writes `workload`.
    static PrefilledTopic fill(
            KafkaConfig kafka, Admin admin, ValueSerdes serdes, Workload workload)
            throws InterruptedException, ExecutionException {
        createTopics(kafka.prefix(), admin);
        System.out.printf(
                "Writing %,d samples of %,d services%n", workload.samples(), workload.services());
        workload.fill(kafka, serdes, EmbeddedKafka.PARTITIONS);
        var metrics = Topics.METRICS.name(kafka.prefix());
        var partitions =
                IntStream.range(0, EmbeddedKafka.PARTITIONS)
                        .mapToObj(number -> new TopicPartition(metrics, number))
                        .toList();
        return new PrefilledTopic(partitions, endOffsets(admin, partitions));
    }

    /// Record timestamps are event times here: nothing may age away while it is read.
    private static void createTopics(String prefix, Admin admin)
            throws InterruptedException, ExecutionException {
        TopicAdmin.create(admin, prefix, EmbeddedKafka.PARTITIONS);
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
                                                        topic.name(prefix)),
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
}
