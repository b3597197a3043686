package tocsin.responder;

import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// What is read from sets of definitions, once per set. For one thread.
///
/// @param <T> what is read
final class PerSet<T> {
    private static final int KEPT = 16;

    private record Key(long version, String digest) {}

    private final Definitions definitions;
    private final Function<DefinitionSet, T> reader;
    private final Map<Key, T> read =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, T> eldest) {
                    return size() > KEPT;
                }
            };

    PerSet(Definitions definitions, Function<DefinitionSet, T> reader) {
        this.definitions = definitions;
        this.reader = reader;
    }

    /// What the set in effect at `time` says.
    T at(Instant time) {
        var set = definitions.at(time);
        return read.computeIfAbsent(new Key(set.version(), set.digest()), _ -> reader.apply(set));
    }
}
