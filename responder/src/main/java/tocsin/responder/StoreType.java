package tocsin.responder;

import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// Where the stores keep their entries: tests in memory, services on disk.
public enum StoreType {
    IN_MEMORY,
    PERSISTENT;

    KeyValueBytesStoreSupplier keyValue(String name) {
        return switch (this) {
            case IN_MEMORY -> Stores.inMemoryKeyValueStore(name);
            case PERSISTENT -> Stores.persistentKeyValueStore(name);
        };
    }
}
