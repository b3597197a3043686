package tocsin.notifier;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Pace;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.Main;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.InstantSource;

/// One delivery loop with the clients it owns. Closing writes nothing: the loop has done so.
record LoopAssembly(
        DeliveryLoop loop,
        Consumer<byte[], byte[]> consumer,
        KafkaClientMetrics consumerMetrics,
        DeliveryLog log,
        Calls calls)
        implements AutoCloseable {
    private static final String CLIENT = "notifier";

    static LoopAssembly of(
            KafkaConfig kafka,
            ValueSerdes serdes,
            Channel channels,
            boolean lastResort,
            Pace pace,
            KafkaWatch watch,
            NotifierMetrics metrics) {
        var prefix = serdes.prefix();
        var deliveries = serdes.of(Topics.DELIVERIES);
        var commands = new CommandReader(serdes.of(Topics.ESCALATIONS).deserializer(), lastResort);
        var log =
                new DeliveryLog(
                        new KafkaProducer<>(
                                kafka.producer(CLIENT),
                                new ByteArraySerializer(),
                                new ByteArraySerializer()),
                        deliveries.serializer(),
                        prefix,
                        metrics);
        var readBack =
                new ReadBack(
                        () -> reader(kafka), commands, deliveries.deserializer(), prefix, metrics);
        var consumer = member(kafka);
        var calls = new Calls(channels, pace, metrics, InstantSource.system());
        var loop =
                new DeliveryLoop(
                        consumer,
                        commands,
                        log,
                        readBack,
                        calls,
                        watch,
                        metrics,
                        InstantSource.system());
        return new LoopAssembly(loop, consumer, metrics.follow(consumer), log, calls);
    }

    private static Consumer<byte[], byte[]> member(KafkaConfig kafka) {
        var config = kafka.consumer(CLIENT);
        config.put("group.id", kafka.group(CLIENT));
        config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Consumer<byte[], byte[]> reader(KafkaConfig kafka) {
        return new KafkaConsumer<>(
                kafka.consumer(CLIENT + "-read-back"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /// Leaves the group first, so that another notifier takes over at once.
    @Override
    public void close() {
        Main.close(consumer, consumerMetrics, log, calls);
    }
}
