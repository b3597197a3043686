package tocsin.responder;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

import tocsin.responder.incident.Neighbours;
import tocsin.responder.policy.Silences;
import tocsin.runtime.KafkaConfig;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.AlertEvent;
import tocsin.schemas.Breach;
import tocsin.schemas.Cause;
import tocsin.schemas.ChangeEvent;
import tocsin.schemas.Control;
import tocsin.schemas.DeliveryEvent;
import tocsin.schemas.EscalationCommand;
import tocsin.schemas.InMemorySchemaRegistry;
import tocsin.schemas.Incident;
import tocsin.schemas.IncidentEvent;
import tocsin.schemas.OperatorAction;
import tocsin.schemas.RemediationCommand;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The responder's topology with its topics, and a log of what was put in.
final class Pipeline implements AutoCloseable {
    static final String PREFIX = "test.";
    private static final String SERVICE =
            """
            {"spec": {"impact": "customers cannot pay", "dashboard": "https://g.example/d/1"}}
            """;
    static final Definitions DEFINITIONS =
            Definitions.always(new DefinitionSet(1, "d", Instant.EPOCH, quiet()));

    final TopologyTestDriver driver;
    final TestOutputTopic<String, IncidentEvent> events;
    final TestOutputTopic<String, EscalationCommand> commands;
    final TestOutputTopic<String, Incident> incidents;
    final TestOutputTopic<String, RemediationCommand> remediations;
    final TestOutputTopic<String, Control> controls;
    private final ValueSerdes serdes = ValueSerdes.own(PREFIX, new InMemorySchemaRegistry());
    private final Map<String, TestInputTopic<String, ?>> inputs = new HashMap<>();
    private final Map<Cause, Verification.RecordedInput> log = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<IncidentEvent> seen = new ArrayList<>();
    private Instant now = Records.NINE;

    Pipeline(Path stateDir) {
        var topology =
                new ResponderTopology(
                        serdes,
                        DEFINITIONS,
                        Silences.NONE,
                        Neighbours.NONE,
                        StoreType.IN_MEMORY,
                        "http://tocsin");
        var properties = new Properties();
        properties.putAll(
                new KafkaConfig("localhost:1", List.of(), PREFIX, Map.of())
                        .streams("responder", stateDir.toString(), 200, 100));
        driver = new TopologyTestDriver(topology.get(), properties, now);
        events = output(Topics.INCIDENT_EVENTS);
        commands = output(Topics.ESCALATIONS);
        incidents = output(Topics.INCIDENTS);
        remediations = output(Topics.REMEDIATIONS);
        controls = output(Topics.CONTROLS);
    }

    /// The built-in ones without the clocks that run beside the ladder.
    private static List<Document> quiet() {
        var documents = new ArrayList<Document>();
        for (var document : Defaults.documents()) {
            var body = (ObjectNode) document.body().deepCopy();
            if (document.kind().equals("EscalationPolicy")) {
                var spec = (ObjectNode) body.path("spec");
                spec.putObject("respondWithin");
                spec.putObject("updateEvery");
                for (var clock :
                        List.of("sev1After", "acknowledgedFor", "lowerAfter", "reopenWithin")) {
                    spec.put(clock, "never");
                }
            }
            documents.add(new Document(document.kind(), document.name(), body));
        }
        documents.add(new Document("Service", "checkout", JsonMapper.shared().readTree(SERVICE)));
        return documents;
    }

    void put(SpecificRecord value) {
        switch (value) {
            case Breach breach -> put(Topics.BREACHES, "checkout", breach);
            case AlertEvent alert -> put(Topics.ALERTS, "checkout", alert);
            case OperatorAction action -> put(Topics.ACTIONS, "checkout", action);
            case DeliveryEvent delivery -> put(Topics.DELIVERIES, "checkout", delivery);
            case ChangeEvent change -> put(Topics.CHANGES, "checkout", change);
            default -> throw new IllegalArgumentException(value.toString());
        }
    }

    @SuppressWarnings("unchecked")
    <T extends SpecificRecord> void put(Topic<T> topic, String key, T value) {
        var input =
                (TestInputTopic<String, T>)
                        inputs.computeIfAbsent(
                                topic.name(),
                                _ ->
                                        driver.createInputTopic(
                                                topic.name(PREFIX),
                                                new StringSerializer(),
                                                serdes.of(topic).serializer()));
        long offset = offsets.merge(topic.name(), 1L, Long::sum) - 1;
        log.put(
                Cause.newBuilder().setTopic(topic.name()).setPartition(0).setOffset(offset).build(),
                new Verification.RecordedInput(value, now));
        input.pipeInput(key, value, now);
    }

    Instant now() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
        driver.advanceWallClockTime(duration);
    }

    /// Facts since the last call.
    List<IncidentEvent> news() {
        var news = events.readValuesToList();
        seen.addAll(news);
        return news;
    }

    /// Every fact so far.
    List<IncidentEvent> history() {
        news();
        return List.copyOf(seen);
    }

    Optional<Verification.RecordedInput> find(Cause cause) {
        return Optional.ofNullable(log.get(cause));
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(Topic<T> topic) {
        return driver.createOutputTopic(
                topic.name(PREFIX), new StringDeserializer(), serdes.of(topic).deserializer());
    }

    @Override
    public void close() {
        driver.close();
    }
}
