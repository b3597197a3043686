package tocsin.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import tocsin.notifier.delivery.Pages;
import tocsin.notifier.delivery.Step;
import tocsin.schemas.DeliveryKind;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// One partition of the two topics, kept in memory, with clients that read and write it.
final class PartitionLog {
    static final String PREFIX = "test.";
    static final int PARTITION = 1;
    static final String ESCALATIONS = Topics.ESCALATIONS.name(PREFIX);
    static final String DELIVERIES = Topics.DELIVERIES.name(PREFIX);

    /// Told of a step before and after it is written; may throw.
    interface Witness {
        void sees(DeliveryKind step, boolean written);
    }

    final ValueSerdes serdes;
    private Witness witness = (_, _) -> {};
    private final List<byte[]> commands = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

    PartitionLog() {
        this(ValueSerdes.own(PREFIX, new InMemorySchemaRegistry()));
    }

    PartitionLog(ValueSerdes serdes) {
        this.serdes = serdes;
    }

    void command(EscalationCommand value) {
        commands.add(serdes.of(Topics.ESCALATIONS).serializer().serialize(ESCALATIONS, value));
    }

    void garbage() {
        commands.add("no command".getBytes(UTF_8));
    }

    /// The steps written so far.
    List<Step> steps() {
        var reader = serdes.of(Topics.DELIVERIES).deserializer();
        return written(DELIVERIES).stream()
                .flatMap(record ->
                        Optional.ofNullable(reader.deserialize(DELIVERIES, record.value()))
                                .flatMap(Mapping::step)
                                .stream())
                .toList();
    }

    List<String> kinds() {
        return steps().stream().map(step -> step.getClass().getSimpleName()).toList();
    }

    List<ProducerRecord<byte[], byte[]>> written(String topic) {
        synchronized (written) {
            return written.stream().filter(record -> record.topic().equals(topic)).toList();
        }
    }

    /// From now on this one watches what is written.
    void witness(Witness next) {
        witness = next;
    }

    /// A producer whose writes are safe at once.
    MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(
                true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                boolean step = record.topic().equals(DELIVERIES);
                if (step) {
                    witness.sees(kind(record), false);
                }
                synchronized (written) {
                    written.add(record);
                }
                if (step) {
                    witness.sees(kind(record), true);
                }
                return super.send(record);
            }
        };
    }

    private DeliveryKind kind(ProducerRecord<byte[], byte[]> record) {
        var reader = serdes.of(Topics.DELIVERIES).deserializer();
        return Optional.ofNullable(reader.deserialize(DELIVERIES, record.value()))
                .orElseThrow()
                .getKind();
    }

    /// A group member that is given the partition, and reads it from its beginning.
    MockConsumer<byte[], byte[]> member() {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        var partition = new TopicPartition(ESCALATIONS, PARTITION);
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(partition));
            records(ESCALATIONS, commands).forEach(consumer::addRecord);
        });
        return consumer;
    }

    /// A consumer that reads back both topics.
    Consumer<byte[], byte[]> reader() {
        var deliveries = written(DELIVERIES).stream().map(ProducerRecord::value).toList();
        var consumer =
                new MockConsumer<byte[], byte[]>("earliest") {
                    @Override
                    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                            Map<TopicPartition, Long> times) {
                        records(ESCALATIONS, commands).forEach(this::addRecord);
                        records(DELIVERIES, deliveries).forEach(this::addRecord);
                        return times.keySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                partition -> partition,
                                                _ -> new OffsetAndTimestamp(0, 0)));
                    }
                };
        consumer.updateEndOffsets(
                Map.of(
                        new TopicPartition(ESCALATIONS, PARTITION),
                        (long) commands.size(),
                        new TopicPartition(DELIVERIES, PARTITION),
                        (long) deliveries.size()));
        return consumer;
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic, List<byte[]> values) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var value : values) {
            records.add(
                    new ConsumerRecord<>(
                            topic,
                            PARTITION,
                            records.size(),
                            Pages.NINE.toEpochMilli(),
                            TimestampType.CREATE_TIME,
                            8,
                            value.length,
                            "checkout".getBytes(UTF_8),
                            value,
                            new RecordHeaders(),
                            Optional.empty()));
        }
        return records;
    }
}
