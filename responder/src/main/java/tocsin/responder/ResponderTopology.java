package tocsin.responder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

import tocsin.responder.incident.Neighbours;
import tocsin.responder.incident.ServiceState;
import tocsin.responder.policy.Silences;
import tocsin.runtime.Traces;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;
import tocsin.schemas.ValueSerdes;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// ```
/// breaches   --+                          +--> incident-events
/// alerts     --+--> [decide-incidents] ---+--> escalations
/// actions    --+         |                +--> incidents
/// deliveries --+         |  service-states   what is remembered of each service
/// remediations-+         |  timers           what is waited for, by due time
/// ```
///
/// Beside it stand [RemediationTopology] and [MaintenanceTopology].
public final class ResponderTopology implements Supplier<Topology> {
    static final String SERVICE_STATES = "service-states";
    static final String TIMERS = "timers";
    static final String PROCESSOR = "decide-incidents";
    static final String TO_EVENTS = "to-incident-events";
    static final String TO_INCIDENTS = "to-incidents";
    static final String TO_ESCALATIONS = "to-escalations";
    private static final String CHANGE_NEWS = "tell-changes";
    private static final String CHANGES_TO_ESCALATIONS = "changes-to-escalations";

    /// The topics it reads.
    static final List<Topic<?>> SOURCES =
            List.of(
                    Topics.BREACHES,
                    Topics.ALERTS,
                    Topics.ACTIONS,
                    Topics.DELIVERIES,
                    Topics.REMEDIATIONS);

    /// The topics it writes.
    static final List<Topic<?>> SINKS =
            List.of(
                    Topics.INCIDENT_EVENTS,
                    Topics.INCIDENTS,
                    Topics.ESCALATIONS,
                    Topics.REMEDIATIONS,
                    Topics.CONTROLS);

    private final ValueSerdes serdes;
    private final Definitions definitions;
    private final Silences silences;
    private final Neighbours neighbours;
    private final StoreType storeType;
    private final String publicUrl;
    private final RemediationGuard guard;
    private final ResponderMeters meters;
    private final DecisionSpans spans;

    public ResponderTopology(
            ValueSerdes serdes,
            Definitions definitions,
            Silences silences,
            Neighbours neighbours,
            StoreType storeType,
            String publicUrl) {
        this(
                serdes,
                definitions,
                silences,
                neighbours,
                storeType,
                publicUrl,
                RemediationGuard.CLOSED,
                new SimpleMeterRegistry(),
                Traces.OFF);
    }

    public ResponderTopology(
            ValueSerdes serdes,
            Definitions definitions,
            Silences silences,
            Neighbours neighbours,
            StoreType storeType,
            String publicUrl,
            RemediationGuard guard,
            MeterRegistry meters,
            Traces traces) {
        this.serdes = serdes;
        this.definitions = definitions;
        this.silences = silences;
        this.neighbours = neighbours;
        this.storeType = storeType;
        this.publicUrl = publicUrl;
        this.guard = guard;
        this.meters = new ResponderMeters(meters);
        this.spans = new DecisionSpans(traces, serdes.prefix());
    }

    @Override
    public Topology get() {
        var topology = new Topology();
        var sources = SOURCES.stream().map(source -> addSource(topology, source)).toList();
        topology.addProcessor(
                        PROCESSOR,
                        () ->
                                new IncidentProcessor(
                                        serdes.prefix(),
                                        new Rulebooks(definitions, silences),
                                        neighbours,
                                        new Commands(publicUrl, new Guidance(definitions)),
                                        meters,
                                        spans),
                        sources.toArray(String[]::new))
                .addStateStore(serviceStates(), PROCESSOR)
                .addStateStore(timers(), PROCESSOR);
        addSink(topology, TO_EVENTS, Topics.INCIDENT_EVENTS, PROCESSOR);
        addSink(topology, TO_INCIDENTS, Topics.INCIDENTS, PROCESSOR);
        addSink(topology, TO_ESCALATIONS, Topics.ESCALATIONS, PROCESSOR);
        RemediationTopology.addTo(topology, this, serdes.prefix(), definitions, guard, storeType);
        MaintenanceTopology.addTo(topology, this, serdes.prefix(), storeType);
        topology.addProcessor(
                CHANGE_NEWS,
                () ->
                        new ChangeNewsProcessor(
                                serdes.prefix(), new Rulebooks(definitions, silences)),
                source(Topics.CHANGES));
        addSink(topology, CHANGES_TO_ESCALATIONS, Topics.ESCALATIONS, CHANGE_NEWS);
        return topology;
    }

    static String source(Topic<?> topic) {
        return "from-" + topic.name();
    }

    <T extends SpecificRecord> String addSource(Topology topology, Topic<T> topic) {
        var name = source(topic);
        topology.addSource(
                name,
                new StringDeserializer(),
                serdes.of(topic).deserializer(),
                topic.name(serdes.prefix()));
        return name;
    }

    <T extends SpecificRecord> void addSink(
            Topology topology, String name, Topic<T> topic, String parent) {
        topology.addSink(
                name,
                topic.name(serdes.prefix()),
                new StringSerializer(),
                serdes.of(topic).serializer(),
                parent);
    }

    private StoreBuilder<?> serviceStates() {
        return Stores.keyValueStoreBuilder(
                        storeType.keyValue(SERVICE_STATES),
                        Serdes.String(),
                        new StateSerde<>(ServiceState.class))
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    private StoreBuilder<?> timers() {
        return Stores.keyValueStoreBuilder(
                        storeType.keyValue(TIMERS), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }
}
