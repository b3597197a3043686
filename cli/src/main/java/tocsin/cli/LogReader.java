package tocsin.cli;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import tocsin.runtime.KafkaConfig;
import tocsin.schemas.Topic;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/// Reads a topic from its beginning to the end it has now, committed records only, partition after
/// partition.
final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConfig kafka;
    private final ValueSerdes serdes;

    LogReader(KafkaConfig kafka, ValueSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /// Hands every record to `each`.
    <T extends SpecificRecord> void read(Topic<T> topic, Consumer<ConsumerRecord<String, T>> each) {
        var values = serdes.of(topic).deserializer();
        try (var consumer =
                new KafkaConsumer<>(kafka.consumer("reader"), new StringDeserializer(), values)) {
            var partitions = new ArrayList<TopicPartition>();
            for (var partition : consumer.partitionsFor(topic.name(kafka.prefix()))) {
                partitions.add(new TopicPartition(partition.topic(), partition.partition()));
            }
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            for (var partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = ends.getOrDefault(partition, 0L);
                while (consumer.position(partition) < end) {
                    consumer.poll(POLL).forEach(each);
                }
            }
        }
    }

    /// All values of a topic.
    <T extends SpecificRecord> List<T> values(Topic<T> topic) {
        var values = new ArrayList<T>();
        read(topic, read -> values.add(read.value()));
        return values;
    }
}
