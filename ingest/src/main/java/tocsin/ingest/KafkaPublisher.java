package tocsin.ingest;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.schemas.AlertEvent;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.MetricSample;
import tocsin.schemas.RegistryException;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Ingest's one producer. Records carry ingest's clock as their timestamp; event time is in the
/// value.
final class KafkaPublisher implements Publisher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final IngestMeters meters;
    private final Runnable onFatal;
    private final String metrics;
    private final String alerts;
    private final String changes;
    private final Serializer<MetricSample> samples;
    private final Serializer<AlertEvent> alertEvents;
    private final Serializer<ChangeEvent> changeEvents;
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean closing;

    KafkaPublisher(
            Producer<byte[], byte[]> producer,
            ValueSerdes serdes,
            InstantSource clock,
            IngestMeters meters,
            Runnable onFatal) {
        this.producer = producer;
        this.clock = clock;
        this.meters = meters;
        this.onFatal = onFatal;
        metrics = Topics.METRICS.name(serdes.prefix());
        alerts = Topics.ALERTS.name(serdes.prefix());
        changes = Topics.CHANGES.name(serdes.prefix());
        samples = serdes.of(Topics.METRICS).serializer();
        alertEvents = serdes.of(Topics.ALERTS).serializer();
        changeEvents = serdes.of(Topics.CHANGES).serializer();
    }

    /// Why the last write failed; empty after one that did not.
    Optional<String> problem() {
        return problem;
    }

    @Override
    public void publish(List<? extends Outgoing> records) throws PublishException {
        try {
            var sent = new ArrayList<Future<RecordMetadata>>(records.size());
            for (var outgoing : records) {
                var future = producer.send(record(outgoing));
                if (future.isDone()) {
                    // Without its metadata the producer blocks anew for each record: stop at once.
                    future.get();
                }
                sent.add(future);
            }
            for (var future : sent) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw failed(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (KafkaException | IllegalStateException | RegistryException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
        succeeded(records);
    }

    /// Writes ingest's time to every partition of the samples, without waiting.
    void tick(Instant at, int partitions) {
        var value = samples.serialize(metrics, Mapping.tick(at));
        for (int partition = 0; partition < partitions; partition++) {
            var tick =
                    new ProducerRecord<byte[], byte[]>(
                            metrics, partition, at.toEpochMilli(), null, value);
            var _ = producer.send(tick, (_, failure) -> ticked(Optional.ofNullable(failure)));
        }
    }

    private void ticked(Optional<Exception> failure) {
        if (failure.isEmpty()) {
            problem = Optional.empty();
            meters.ticked();
        } else {
            note(failure.get());
        }
    }

    private ProducerRecord<byte[], byte[]> record(Outgoing outgoing) {
        var key = outgoing.service().getBytes(StandardCharsets.UTF_8);
        return switch (outgoing) {
            case Outgoing.Sample(var value) ->
                    record(metrics, key, samples.serialize(metrics, value));
            case Outgoing.Alert(var value) ->
                    record(alerts, key, alertEvents.serialize(alerts, value));
            case Outgoing.Change(var value) ->
                    record(changes, key, changeEvents.serialize(changes, value));
        };
    }

    private ProducerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value) {
        return new ProducerRecord<>(topic, null, clock.millis(), key, value);
    }

    private void succeeded(List<? extends Outgoing> records) {
        if (records.isEmpty()) {
            return;
        }
        problem = Optional.empty();
        records.stream()
                .collect(Collectors.groupingBy(each -> each.topic().name(), Collectors.counting()))
                .forEach((topic, count) -> meters.written(topic, count.intValue()));
    }

    private PublishException failed(Throwable cause) {
        note(cause);
        return new PublishException(cause.getClass().getSimpleName(), cause);
    }

    /// Remembers a failure; gives up where no later try can succeed.
    void note(Throwable cause) {
        problem = Optional.of("the last write to Kafka failed: " + cause);
        boolean hopeless =
                cause instanceof ProducerFencedException
                        || cause instanceof UnsupportedVersionException
                        || (cause instanceof IllegalStateException && !closing);
        if (hopeless) {
            LOG.error("The producer cannot go on", cause);
            onFatal.run();
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            producer.close(CLOSE_LIMIT);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }
}
