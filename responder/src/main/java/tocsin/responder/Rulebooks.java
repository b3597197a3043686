package tocsin.responder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.policy.Rulebook;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;

/// The rulebook in effect at a time. For one thread.
final class Rulebooks {
    private static final Logger LOG = LoggerFactory.getLogger(Rulebooks.class);

    private final PerSet<Rulebook> rulebooks;

    Rulebooks(Definitions definitions) {
        rulebooks = new PerSet<>(definitions, Rulebooks::parse);
    }

    Rulebook at(Instant time) {
        return rulebooks.at(time);
    }

    private static Rulebook parse(DefinitionSet set) {
        var rulebook = Rulebook.of(set);
        for (var problem : rulebook.problems()) {
            LOG.warn("Definitions {}: the built-in stands in for {}", set.version(), problem);
        }
        return rulebook;
    }
}
