package tocsin.benchmarks;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

import tocsin.runtime.KafkaConfig;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Counts;
import tocsin.schemas.Envelope;
import tocsin.schemas.MetricKind;
import tocsin.schemas.MetricSample;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// Services `s0`, `s1`, ..., each with one objective on `google-share` and one sample every 10 s of
/// event time, and a tick on each partition as often. One event in ten thousand is bad: within
/// every budget.
record Workload(int services, long samples, Instant begin) {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int EVENTS = 100;

    private static final String POLICY =
            """
            {"spec": {"pairs": [
              {"share": 0.02, "long": "1h", "short": "5m", "class": "PAGE_FAST"},
              {"share": 0.05, "long": "6h", "short": "30m", "class": "PAGE_SLOW"},
              {"share": 0.10, "long": "1d", "short": "2h", "class": "TICKET_FAST"},
              {"share": 0.10, "long": "3d", "short": "6h", "class": "TICKET_SLOW"}]}}
            """;

    /// Samples that end now: a broker forgets producers whose newest record is over a day old.
    static Workload endingNow(int services, long samples) {
        var length = INTERVAL.multipliedBy(samples / services + 1);
        return new Workload(services, samples, Instant.now().minus(length));
    }

    /// What the detector watches.
    DefinitionSet definitions() {
        var documents = new ArrayList<Document>();
        documents.add(document("BurnPolicy", "google-share", POLICY));
        for (int service = 0; service < services; service++) {
            documents.add(document("SLO", "s" + service + "-availability", slo("s" + service)));
        }
        return new DefinitionSet(1, "benchmark", Instant.EPOCH, documents);
    }

    private static Document document(String kind, String name, String json) {
        return new Document(kind, name, JsonMapper.shared().readTree(json));
    }

    static String slo(String service) {
        return """
        {"spec": {"service": "%s", "budgetingMethod": "Occurrences",
          "timeWindow": [{"duration": "30d", "isRolling": true}],
          "indicator": {"spec": {"ratioMetric": {
            "good": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}},
            "total": {"metricSource": {"type": "tocsin", "spec": {"sli": "availability"}}}}}},
          "objectives": [{"target": 0.999}]}}
        """
                .formatted(service);
    }

    /// Writes all samples and ticks, in the order of their times.
    ///
    /// @throws IllegalStateException when any of them could not be written
    void fill(KafkaConfig kafka, ValueSerdes serdes, int partitions)
            throws InterruptedException, ExecutionException {
        var topic = Topics.METRICS.name(kafka.prefix());
        var values = serdes.of(Topics.METRICS).serializer();
        var config = kafka.producer("prefill");
        config.put("linger.ms", 50);
        config.put("batch.size", 262_144);
        var problem = new AtomicReference<Exception>();
        Callback check = (_, e) -> problem.compareAndSet(null, e);
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            var ticks = new Ticks(topic, values, partitions);
            for (var tick : ticks.at(begin)) {
                // The first of a partition waits until there is somebody to write it.
                var _ = producer.send(tick).get();
            }
            for (long sent = 0; sent < samples; sent++) {
                var sample = sample(sent);
                var at = sample.getEnvelope().getAt();
                var bytes = values.serialize(topic, sample);
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topic, null, at.toEpochMilli(), sample.getService(), bytes),
                                check);
                if (sent % services == services - 1) {
                    for (var tick : ticks.at(at)) {
                        var _ = producer.send(tick, check);
                    }
                }
            }
        }
        if (problem.get() != null) {
            throw new IllegalStateException("a sample could not be written", problem.get());
        }
    }

    private record Ticks(String topic, Serializer<MetricSample> values, int partitions) {
        List<ProducerRecord<String, byte[]>> at(Instant time) {
            var bytes = values.serialize(topic, tick(time));
            return IntStream.range(0, partitions)
                    .mapToObj(partition ->
                            new ProducerRecord<String, byte[]>(
                                    topic, partition, time.toEpochMilli(), null, bytes))
                    .toList();
        }
    }

    private MetricSample sample(long number) {
        long service = number % services;
        long round = number / services + 1;
        int bad = (service + round) % EVENTS == 0 ? 1 : 0;
        return MetricSample.newBuilder()
                .setEnvelope(envelope(service + "-" + round, round))
                .setKind(MetricKind.COUNTS)
                .setService("s" + service)
                .setSli("availability")
                .setCounts(
                        Counts.newBuilder()
                                .setLengthMillis(INTERVAL.toMillis())
                                .setGood(EVENTS - bad)
                                .setTotal(EVENTS)
                                .build())
                .build();
    }

    private static MetricSample tick(Instant at) {
        return MetricSample.newBuilder()
                .setEnvelope(Envelope.newBuilder().setId("").setAt(at).build())
                .setKind(MetricKind.TICK)
                .build();
    }

    private Envelope envelope(String id, long round) {
        return Envelope.newBuilder()
                .setId(id)
                .setAt(begin.plus(INTERVAL.multipliedBy(round)))
                .build();
    }
}
