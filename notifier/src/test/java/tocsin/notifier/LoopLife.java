package tocsin.notifier;

import io.micrometer.core.instrument.MeterRegistry;

import tocsin.notifier.channel.Channel;
import tocsin.notifier.delivery.Pace;
import tocsin.schemas.Topics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// One life of a notifier's loop, from reading the log back to its end.
final class LoopLife {
    private LoopLife() {}

    /// @param end asked at each turn; when it throws, the loop dies at once
    static void live(
            PartitionLog log,
            Channel channel,
            MeterRegistry meters,
            InstantSource clock,
            BooleanSupplier end)
            throws InterruptedException {
        try (var watch = new KafkaWatch(Duration.ofMinutes(2), channel, clock)) {
            live(
                    log,
                    channel,
                    new Pace((_, _) -> new Pace.Limit(Integer.MAX_VALUE)),
                    meters,
                    clock,
                    end,
                    watch);
        }
    }

    static void live(
            PartitionLog log,
            Channel channel,
            Pace pace,
            MeterRegistry meters,
            InstantSource clock,
            BooleanSupplier end,
            KafkaWatch watch)
            throws InterruptedException {
        var deliveries = log.serdes.of(Topics.DELIVERIES);
        var commands = new CommandReader(log.serdes.of(Topics.ESCALATIONS).deserializer(), false);
        var metrics = new NotifierMetrics(meters);
        try (var consumer = log.member();
                var writer =
                        new DeliveryLog(
                                log.producer(),
                                deliveries.serializer(),
                                PartitionLog.PREFIX,
                                metrics);
                var calls = new Calls(channel, pace, metrics, InstantSource.system())) {
            var readBack =
                    new ReadBack(
                            log::reader,
                            commands,
                            deliveries.deserializer(),
                            PartitionLog.PREFIX,
                            metrics);
            new DeliveryLoop(consumer, commands, writer, readBack, calls, watch, metrics, clock)
                    .run(PartitionLog.ESCALATIONS, end);
        }
    }
}
