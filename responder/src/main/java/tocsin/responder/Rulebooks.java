package tocsin.responder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// The rulebook in effect at a time, parsed once per set. For one thread.
final class Rulebooks {
    private static final Logger LOG = LoggerFactory.getLogger(Rulebooks.class);
    private static final int KEPT = 16;

    private record Key(long version, String digest) {}

    private final Definitions definitions;
    private final Map<Key, Rulebook> parsed =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Rulebook> eldest) {
                    return size() > KEPT;
                }
            };

    Rulebooks(Definitions definitions) {
        this.definitions = definitions;
    }

    Rulebook at(Instant time) {
        var set = definitions.at(time);
        return parsed.computeIfAbsent(new Key(set.version(), set.digest()), _ -> parse(set));
    }

    private static Rulebook parse(DefinitionSet set) {
        var rulebook = Rulebook.of(set);
        for (var problem : rulebook.problems()) {
            LOG.warn("Definitions {}: the built-in stands in for {}", set.version(), problem);
        }
        return rulebook;
    }
}
