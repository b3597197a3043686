package tocsin.responder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.responder.policy.Rulebook;
import tocsin.responder.policy.Silences;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;

import java.time.Instant;

/// The rulebook in effect at a time. For one thread.
final class Rulebooks {
    private static final Logger LOG = LoggerFactory.getLogger(Rulebooks.class);

    private final PerSet<Rulebook> rulebooks;

    private final Silences silences;

    Rulebooks(Definitions definitions, Silences silences) {
        rulebooks = new PerSet<>(definitions, Rulebooks::parse);
        this.silences = silences;
    }

    /// @param recorded timestamp of the record that is decided; chooses the definitions
    /// @param now the time of the decision; chooses the silences and planned work
    Rulebook at(Instant recorded, Instant now) {
        return rulebooks.at(recorded).at(now, silences.at(now));
    }

    private static Rulebook parse(DefinitionSet set) {
        var rulebook = Rulebook.of(set);
        for (var problem : rulebook.problems()) {
            LOG.warn("Definitions {}: the built-in stands in for {}", set.version(), problem);
        }
        return rulebook;
    }
}
