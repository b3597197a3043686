package tocsin.runtime;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;

import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Runs one Kafka Streams topology: replaces a failed thread up to five times in ten minutes, then
/// gives the process up; leaves the group at once when it is closed.
public final class StreamsApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);
    private static final int REPLACEMENTS = 5;
    private static final Duration REPLACEMENT_WINDOW = Duration.ofMinutes(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Health health;
    private final Runnable onFatal;
    private final Deque<Instant> replaced = new ArrayDeque<>();

    /// Where a service keeps its state stores.
    public static Setting<Path> stateDir(String service) {
        return new Setting<>(
                "STATE_DIR",
                SettingType.PATH,
                "/var/lib/tocsin/" + service,
                "/srv/tocsin/" + service,
                "Folder for state stores; one for each instance");
    }

    /// Starts `topology`.
    ///
    /// @param name names the health check
    /// @param onFatal called once the application has given up; a main exits with an error
    public StreamsApplication(
            String name,
            Topology topology,
            Map<String, Object> config,
            Platform platform,
            Runnable onFatal) {
        this.name = name;
        this.health = platform.health();
        this.onFatal = onFatal;
        var properties = new Properties();
        properties.putAll(config);
        properties.put(DeadLetters.METERS_CONFIG, platform.meters());
        streams = new KafkaStreams(topology, properties);
        streams.setUncaughtExceptionHandler(this::onFailedThread);
        streams.setStateListener((state, _) -> {
            if (state == KafkaStreams.State.ERROR) {
                onFatal.run();
            }
        });
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(platform.meters());
        health.check(name, this::problem);
        streams.start();
    }

    /// Whether its threads process records.
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    private Optional<String> problem() {
        return running() ? Optional.empty() : Optional.of("stream threads are " + streams.state());
    }

    private synchronized StreamThreadExceptionResponse onFailedThread(Throwable why) {
        var now = Instant.now();
        while (!replaced.isEmpty() && replaced.getFirst().isBefore(now.minus(REPLACEMENT_WINDOW))) {
            replaced.removeFirst();
        }
        if (replaced.size() >= REPLACEMENTS) {
            LOG.error("{} gives up after {} failed threads", name, REPLACEMENTS + 1, why);
            onFatal.run();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replaced.addLast(now);
        LOG.error("A thread of {} failed and is replaced", name, why);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    @Override
    public void close() {
        health.remove(name);
        metrics.close();
        streams.close(
                CloseOptions.groupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
    }
}
