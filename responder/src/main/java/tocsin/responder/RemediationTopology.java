package tocsin.responder;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.remediation.Catalogue;
import tocsin.responder.remediation.RemediationState;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.schemas.Topic;
import tocsin.schemas.Topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// ```
/// changes              --+--> [decide-remediations] --> remediations
/// incident-events      --+         |  remediation-states   what is remembered of each service
/// actions              --+
/// remediation-results  --+
/// ```
///
/// It reads what was decided about incidents from the log, as anybody else would.
final class RemediationTopology {
    static final String STATES = "remediation-states";

    /// The topics it reads, beside the actions.
    static final List<Topic<?>> SOURCES =
            List.of(Topics.CHANGES, Topics.INCIDENT_EVENTS, Topics.REMEDIATION_RESULTS);

    private static final Logger LOG = LoggerFactory.getLogger(RemediationTopology.class);
    private static final String PROCESSOR = "decide-remediations";
    private static final String TO_REMEDIATIONS = "to-remediations";

    private RemediationTopology() {}

    /// Adds its part to the responder's topology.
    static void addTo(
            Topology topology,
            ResponderTopology responder,
            String prefix,
            Definitions definitions,
            RemediationGuard guard,
            StoreType storeType) {
        var sources = new ArrayList<String>();
        SOURCES.forEach(source -> sources.add(responder.addSource(topology, source)));
        sources.add(ResponderTopology.source(Topics.ACTIONS));
        topology.addProcessor(
                        PROCESSOR,
                        () ->
                                new RemediationProcessor(
                                        prefix,
                                        new PerSet<>(definitions, RemediationTopology::parse),
                                        guard),
                        sources.toArray(String[]::new))
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        storeType.keyValue(STATES),
                                        Serdes.String(),
                                        new StateSerde<>(RemediationState.class))
                                .withCachingDisabled()
                                .withLoggingEnabled(Map.of()),
                        PROCESSOR);
        responder.addSink(topology, TO_REMEDIATIONS, Topics.REMEDIATIONS, PROCESSOR);
    }

    private static Catalogue parse(DefinitionSet set) {
        var catalogue = Catalogue.of(set);
        for (var problem : catalogue.problems()) {
            LOG.warn("Definitions {}: not used: {}", set.version(), problem);
        }
        return catalogue;
    }
}
