package tocsin.benchmarks;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;

import tocsin.detector.Detector;
import tocsin.detector.DetectorTopology;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// One Kafka Streams topology, exactly once, with the detector's settings. It starts from nothing
/// and is gone afterwards.
///
/// @param name tells the topologies apart
/// @param threads stream threads
record StreamsRun(
        KafkaConfig kafka, String name, Supplier<Topology> topology, Path state, int threads) {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /// The detector, with its stores on disk as in production.
    static StreamsRun detector(
            KafkaConfig kafka,
            ValueSerdes serdes,
            DefinitionSet definitions,
            Path state,
            int threads) {
        return new StreamsRun(
                kafka,
                "replay-" + threads,
                () -> new DetectorTopology(serdes, Definitions.always(definitions), true).get(),
                state,
                threads);
    }

    /// Reads samples and does nothing: what Kafka Streams itself takes.
    static StreamsRun empty(KafkaConfig kafka, ValueSerdes serdes, Path state) {
        return new StreamsRun(kafka, "empty", () -> emptyTopology(serdes), state, 1);
    }

    /// The windows of the burn pairs in the Streams DSL.
    static StreamsRun dsl(KafkaConfig kafka, ValueSerdes serdes, Path state) {
        return new StreamsRun(kafka, "dsl", () -> DslWindows.topology(serdes), state, 1);
    }

    private static Topology emptyTopology(ValueSerdes serdes) {
        var builder = new StreamsBuilder();
        builder.stream(
                        Topics.METRICS.name(serdes.prefix()),
                        Consumed.with(Serdes.String(), serdes.of(Topics.METRICS)))
                .foreach((_, _) -> {});
        return builder.build();
    }

    /// Processes `records` records.
    ///
    /// @param number tells the runs apart
    /// @return records per second, from the first committed offset to the end of the topic
    double run(int number, List<TopicPartition> partitions, long records, Admin admin)
            throws InterruptedException, ExecutionException {
        var run = name + "-" + number;
        var properties = new Properties();
        properties.putAll(Detector.settings(kafka, state.resolve(run)));
        var application = kafka.group(run);
        properties.put("application.id", application);
        properties.put("num.stream.threads", threads);
        try (var streams = new KafkaStreams(topology.get(), properties)) {
            streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
            streams.start();
            return follow(streams, application, partitions, records, admin);
        } finally {
            forget(application, admin);
        }
    }

    /// Records per second until `records` are committed, from the first commit on.
    static double follow(
            KafkaStreams streams,
            String application,
            List<TopicPartition> partitions,
            long records,
            Admin admin)
            throws InterruptedException, ExecutionException {
        var rate = new Rate();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (long done = 0; done < records; done = committed(application, partitions, admin)) {
            if (streams.state().hasCompletedShutdown() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s: %,d of %,d after all, streams are %s"
                                .formatted(application, done, records, streams.state()));
            }
            rate.reached(done);
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        rate.reached(records);
        return rate.perSecond();
    }

    private static long committed(String application, List<TopicPartition> partitions, Admin admin)
            throws InterruptedException, ExecutionException {
        var offsets =
                admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata().get();
        long sum = 0;
        for (var partition : partitions) {
            var offset = offsets.get(partition);
            sum += offset == null ? 0 : offset.offset();
        }
        return sum;
    }

    private static void forget(String application, Admin admin)
            throws InterruptedException, ExecutionException {
        var changelogs =
                admin.listTopics().names().get().stream()
                        .filter(topic -> topic.startsWith(application + "-"))
                        .toList();
        admin.deleteTopics(changelogs).all().get();
    }
}
