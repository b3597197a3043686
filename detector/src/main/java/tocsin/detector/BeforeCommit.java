package tocsin.detector;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

import java.util.Map;

/// Tells when Streams is about to commit a task: the moment to write what was kept in memory since
/// the last commit, so that it goes into the same transaction as the offsets.
///
/// It holds no data. Streams asks every store that is a [CachedStateStore], an internal interface,
/// to flush its cache before each commit; there is no public way to be asked. A punctuator is none:
/// offsets are committed without it.
final class BeforeCommit implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private Runnable write = () -> {};
    private boolean open;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /// Sets what is done before each commit.
    void run(Runnable task) {
        write = task;
    }

    @Override
    public void flushCache() {
        write.run();
    }

    @Override
    public void clearCache() {
        // What was not written is forgotten when the processor is initialised again.
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean old) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (_, _) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /// Brings it into a topology, under a name of its own for each processor.
    record Builder(String name) implements StoreBuilder<BeforeCommit> {
        @Override
        public BeforeCommit build() {
            return new BeforeCommit(name);
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }
    }
}
