package tocsin.responder;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

import tocsin.responder.maintenance.PlannedWork;
import tocsin.schemas.Topics;

import java.util.Map;

/// ```
/// changes --> [plan-maintenance] --> controls
///                  |  planned-work   what is known of each service
/// ```
///
/// Whoever decides reads the controls as a view, by time, whoever wrote them.
final class MaintenanceTopology {
    static final String PLANNED_WORK = "planned-work";

    private static final String PROCESSOR = "plan-maintenance";
    private static final String TO_CONTROLS = "to-controls";

    private MaintenanceTopology() {}

    /// Adds its part to the responder's topology, which reads the changes already.
    static void addTo(
            Topology topology, ResponderTopology responder, String prefix, StoreType storeType) {
        topology.addProcessor(
                        PROCESSOR,
                        () -> new MaintenanceProcessor(prefix),
                        ResponderTopology.source(Topics.CHANGES))
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        storeType.keyValue(PLANNED_WORK),
                                        Serdes.String(),
                                        new StateSerde<>(PlannedWork.class))
                                .withCachingDisabled()
                                .withLoggingEnabled(Map.of()),
                        PROCESSOR);
        responder.addSink(topology, TO_CONTROLS, Topics.CONTROLS, PROCESSOR);
    }
}
