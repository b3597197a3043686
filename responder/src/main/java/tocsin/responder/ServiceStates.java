package tocsin.responder;

import org.apache.kafka.streams.state.KeyValueStore;

import tocsin.responder.incident.ServiceState;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What is remembered of each service. The newest are kept decoded: most records of a storm change
/// nothing, and to decode a state of a hundred causes for each would be most of the work. Every
/// change is written at once.
final class ServiceStates {
    private static final int DECODED_MAX = 1_000;

    private final KeyValueStore<String, ServiceState> store;
    private final Map<String, ServiceState> decoded =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ServiceState> eldest) {
                    return size() > DECODED_MAX;
                }
            };

    /// One for each start of a task: after an aborted transaction the store is another.
    ServiceStates(KeyValueStore<String, ServiceState> store) {
        this.store = store;
    }

    ServiceState of(String service) {
        return decoded.computeIfAbsent(
                service,
                _ ->
                        Optional.ofNullable(store.get(service))
                                .orElseGet(() -> ServiceState.of(service)));
    }

    void put(ServiceState state) {
        store.put(state.service(), state);
        decoded.put(state.service(), state);
    }

    void forEach(Consumer<ServiceState> reader) {
        try (var all = store.all()) {
            all.forEachRemaining(entry -> reader.accept(entry.value));
        }
    }
}
