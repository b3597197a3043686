package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.test.TestRecord;

import tocsin.responder.Verification;
import tocsin.schemas.Cause;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every topic as the bytes that a broker would keep, one partition each.
final class TopicLog {
    static final String PREFIX = "pipeline.";

    private final ValueSerdes serdes;
    private final Map<String, List<TestRecord<byte[], byte[]>>> records = new TreeMap<>();

    TopicLog(ValueSerdes serdes) {
        this.serdes = serdes;
    }

    ValueSerdes serdes() {
        return serdes;
    }

    void append(Topic<?> topic, TestRecord<byte[], byte[]> record) {
        records.computeIfAbsent(topic.name(), _ -> new ArrayList<>()).add(record);
    }

    /// @param key empty for a record without one
    <T extends SpecificRecord> void append(Topic<T> topic, String key, T value, Instant at) {
        try (var serializer = serdes.of(topic).serializer()) {
            append(
                    topic,
                    new TestRecord<>(
                            key.isEmpty() ? null : key.getBytes(UTF_8),
                            serializer.serialize(topic.name(PREFIX), value),
                            at));
        }
    }

    /// The records of a topic; each stands at the index that is its offset.
    List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
        return Collections.unmodifiableList(records.getOrDefault(topic.name(), List.of()));
    }

    <T extends SpecificRecord> T value(Topic<T> topic, TestRecord<byte[], byte[]> record) {
        try (var deserializer = serdes.of(topic).deserializer()) {
            return deserializer.deserialize(topic.name(PREFIX), record.value());
        }
    }

    <T extends SpecificRecord> List<T> values(Topic<T> topic) {
        return records(topic).stream().map(record -> value(topic, record)).toList();
    }

    /// The record that led to something.
    Optional<Verification.RecordedInput> find(Cause cause) {
        return Topics.ALL.stream()
                .filter(topic -> topic.name().equals(cause.getTopic()))
                .findFirst()
                .map(topic -> recorded(topic, records(topic).get((int) cause.getOffset())));
    }

    private Verification.RecordedInput recorded(Topic<?> topic, TestRecord<byte[], byte[]> record) {
        return new Verification.RecordedInput(value(topic, record), record.getRecordTime());
    }

    /// All there is to compare, byte for byte: each record of each topic on a line of its own.
    List<String> lines() {
        var lines = new ArrayList<String>();
        records.forEach((topic, all) -> all.forEach(record -> lines.add(topic + line(record))));
        return lines;
    }

    private static String line(TestRecord<byte[], byte[]> record) {
        return " %d %s %s %s"
                .formatted(
                        record.timestamp(),
                        hex(record.key()),
                        hex(record.value()),
                        record.headers());
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "-" : HexFormat.of().formatHex(bytes);
    }
}
