package tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import tocsin.ingest.samples.Measured;
import tocsin.ingest.samples.Sample;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.OddSerde;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class KafkaPublisherTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Outgoing SAMPLE =
            Mapping.sample(
                    new Sample(
                            "a1",
                            "zahlung-ü",
                            "availability",
                            NINE.minusSeconds(5),
                            Duration.ofSeconds(10),
                            new Measured.Counts(1, 2),
                            Map.of()),
                    Optional.empty());

    private static final ValueSerdes OWN = ValueSerdes.own("test.", new InMemorySchemaRegistry());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicBoolean fatal = new AtomicBoolean();

    @Test
    void a_record_has_its_service_as_key_and_our_clock_as_timestamp() throws Exception {
        var producer = producer(true);

        publisher(producer).publish(List.of(SAMPLE));

        var written = producer.history().getFirst();
        assertThat(written.topic()).isEqualTo("test.metrics");
        assertThat(new String(written.key(), UTF_8)).isEqualTo("zahlung-ü");
        assertThat(written.timestamp()).isEqualTo(NINE.toEpochMilli());
        assertThat(written.partition()).isNull();
        assertThat(read(written).getEnvelope().getAt()).isEqualTo(NINE.minusSeconds(5));
        assertThat(meters.counter("tocsin.ingest.records", "topic", "metrics").count())
                .isEqualTo(1);
    }

    @Test
    void it_returns_only_after_every_record_was_acknowledged() throws Exception {
        var producer = producer(false);
        var publisher = publisher(producer);

        var done =
                CompletableFuture.runAsync(() -> {
                    try {
                        publisher.publish(List.of(SAMPLE, SAMPLE));
                    } catch (PublishException e) {
                        throw new IllegalStateException(e);
                    }
                });
        acknowledge(producer);
        assertThat(done).isNotDone();
        acknowledge(producer);

        done.join();
    }

    /// Acknowledges the next record, waiting for it to be sent.
    private static void acknowledge(MockProducer<byte[], byte[]> producer) {
        while (!producer.completeNext()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_failure_is_thrown_and_remembered_until_a_write_succeeds() throws Exception {
        var producer = producer(true);
        var publisher = publisher(producer);
        producer.sendException = new TimeoutException("no broker");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publisher.publish(List.of(SAMPLE)));
        assertThat(publisher.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("no broker"));
        assertThat(fatal).isFalse();

        producer.sendException = null;
        publisher.publish(List.of(SAMPLE));
        assertThat(publisher.problem()).isEmpty();
    }

    @Test
    void a_failure_that_no_retry_mends_ends_the_service() {
        var producer = producer(true);
        var publisher = publisher(producer);
        producer.sendException = new ProducerFencedException("fenced");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publisher.publish(List.of(SAMPLE)));

        assertThat(fatal).isTrue();
    }

    @Test
    void a_tick_goes_to_every_partition_without_a_key() {
        var producer = producer(true);

        publisher(producer).tick(NINE, 4);

        assertThat(producer.history())
                .hasSize(4)
                .extracting(ProducerRecord::partition)
                .containsExactly(0, 1, 2, 3);
        assertThat(producer.history())
                .allSatisfy(tick -> {
                    assertThat(tick.key()).isNull();
                    assertThat(tick.timestamp()).isEqualTo(NINE.toEpochMilli());
                    assertThat(read(tick).getKind()).isEqualTo(MetricKind.TICK);
                    assertThat(read(tick).getEnvelope().getId()).isEmpty();
                    assertThat(read(tick).getEnvelope().getAt()).isEqualTo(NINE);
                });
        assertThat(meters.counter("tocsin.ingest.ticks").count()).isEqualTo(4);
    }

    @Test
    void records_and_ticks_are_written_by_the_serde_that_was_chosen() throws Exception {
        var producer = producer(true);
        var publisher = publisher(producer, OddSerde.chosen("test."));

        publisher.publish(List.of(SAMPLE));
        publisher.tick(NINE, 1);

        assertThat(producer.history())
                .hasSize(2)
                .allMatch(written -> OddSerde.wrote(written.value()));
    }

    private MetricSample read(ProducerRecord<byte[], byte[]> written) {
        return OWN.of(Topics.METRICS).deserializer().deserialize(written.topic(), written.value());
    }

    private KafkaPublisher publisher(MockProducer<byte[], byte[]> producer) {
        return publisher(producer, OWN);
    }

    private KafkaPublisher publisher(MockProducer<byte[], byte[]> producer, ValueSerdes serdes) {
        return new KafkaPublisher(
                producer,
                serdes,
                InstantSource.fixed(NINE),
                new IngestMeters(meters),
                () -> fatal.set(true));
    }

    private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
        var node = new Node(0, "localhost", 9092);
        var partitions =
                IntStream.range(0, 4)
                        .mapToObj(i ->
                                new PartitionInfo(
                                        "test.metrics",
                                        i,
                                        node,
                                        new Node[] {node},
                                        new Node[] {node}))
                        .toList();
        var cluster = new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
        return new MockProducer<>(
                cluster, autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
