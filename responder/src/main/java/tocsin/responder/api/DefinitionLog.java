package tocsin.responder.api;

import tocsin.runtime.definitions.DefinitionSet;

/// Where sets of definitions are kept.
public interface DefinitionLog {
    /// The set with the highest version, in effect or not yet.
    DefinitionSet newest();

    /// Writes a set; returns once it can be read.
    ///
    /// @throws IllegalStateException when it could not be written
    void write(DefinitionSet set, String appliedBy);
}
