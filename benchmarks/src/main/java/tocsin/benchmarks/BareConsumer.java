package tocsin.benchmarks;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import tocsin.runtime.KafkaConfig;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.util.List;

/// The least that anything reading samples has to do: poll and decode, on one thread.
record BareConsumer(KafkaConfig kafka, ValueSerdes serdes, int maxPollRecords) {
    private static final Duration POLL = Duration.ofSeconds(1);

    /// Reads `records` records.
    ///
    /// @return records per second, from the first poll that brought any to the last
    double run(List<TopicPartition> partitions, long records) {
        var config = kafka.consumer("bare-consumer");
        config.put("max.poll.records", maxPollRecords);
        var values = serdes.of(Topics.METRICS).deserializer();
        try (var consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var rate = new Rate();
            long read = 0;
            long events = 0;
            while (read < records) {
                for (var record : consumer.poll(POLL)) {
                    events += events(values.deserialize(record.topic(), record.value()));
                    read++;
                }
                rate.reached(read);
            }
            if (events == 0) {
                throw new IllegalStateException("no sample was decoded");
            }
            return rate.perSecond();
        }
    }

    private static long events(MetricSample sample) {
        var counts = sample.getCounts();
        return counts == null ? 0 : counts.getTotal();
    }
}
