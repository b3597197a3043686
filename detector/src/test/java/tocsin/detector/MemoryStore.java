package tocsin.detector;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

import java.util.ArrayList;
import java.util.List;

/// Stores in memory, outside a topology.
final class MemoryStore {
    private MemoryStore() {}

    static KeyValueStore<Bytes, byte[]> named(String name) {
        var context = new MockProcessorContext<String, Object>();
        var store =
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(name),
                                Serdes.Bytes(),
                                Serdes.ByteArray())
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    static int entries(KeyValueStore<Bytes, byte[]> store) {
        return all(store).size();
    }

    static List<KeyValue<Bytes, byte[]>> all(KeyValueStore<Bytes, byte[]> store) {
        var entries = new ArrayList<KeyValue<Bytes, byte[]>>();
        try (var all = store.all()) {
            all.forEachRemaining(entries::add);
        }
        return entries;
    }
}
