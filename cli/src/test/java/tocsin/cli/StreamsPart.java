package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

import tocsin.runtime.KafkaConfig;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// A Streams service without a broker: it reads what is new on the log and writes what follows.
/// Offsets on the log are those that the service sees.
final class StreamsPart implements AutoCloseable {
    private final TopicLog log;
    private final TopologyTestDriver driver;
    private final Map<Topic<?>, TestInputTopic<byte[], byte[]>> sources = new LinkedHashMap<>();
    private final Map<Topic<?>, TestOutputTopic<byte[], byte[]>> sinks = new LinkedHashMap<>();
    private final Map<Topic<?>, Integer> positions = new HashMap<>();

    StreamsPart(
            String name,
            Topology topology,
            List<Topic<?>> reads,
            List<Topic<?>> writes,
            TopicLog log,
            Path folder,
            Instant start) {
        this.log = log;
        var properties = new Properties();
        properties.putAll(
                new KafkaConfig("unused:9092", List.of(), TopicLog.PREFIX, Map.of())
                        .streams(name, folder.resolve(name).toString(), 200, 100));
        driver = new TopologyTestDriver(topology, properties, start);
        reads.forEach(topic -> sources.put(topic, input(topic)));
        writes.forEach(topic -> sinks.put(topic, output(topic)));
    }

    /// Lets the wall clock go on.
    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /// Reads and writes all there is.
    ///
    /// @return whether there was anything
    boolean turn() {
        boolean busy = false;
        for (var source : sources.entrySet()) {
            busy |= read(source.getKey(), source.getValue());
        }
        for (var sink : sinks.entrySet()) {
            for (var record : sink.getValue().readRecordsToList()) {
                log.append(sink.getKey(), record);
                busy = true;
            }
        }
        return busy;
    }

    private boolean read(Topic<?> topic, TestInputTopic<byte[], byte[]> source) {
        var records = log.records(topic);
        int position = positions.getOrDefault(topic, 0);
        records.subList(position, records.size()).forEach(source::pipeInput);
        positions.put(topic, records.size());
        return position < records.size();
    }

    private TestInputTopic<byte[], byte[]> input(Topic<?> topic) {
        return driver.createInputTopic(
                topic.name(TopicLog.PREFIX), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TestOutputTopic<byte[], byte[]> output(Topic<?> topic) {
        return driver.createOutputTopic(
                topic.name(TopicLog.PREFIX),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        try (driver) {
            assertThat(driver.producedTopicNames())
                    .as("topics written")
                    .doesNotContain(TopicLog.PREFIX + Topics.DEAD_LETTERS);
        }
    }
}
