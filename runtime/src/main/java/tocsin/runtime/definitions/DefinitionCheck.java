package tocsin.runtime.definitions;

import java.util.List;

/// What one part of Tocsin demands of the documents it reads, beyond their shape: `tocsin check`
/// asks every part. A new kind of document brings its own check along.
@FunctionalInterface
public interface DefinitionCheck {
    /// Everything that is wrong or odd in the set. Documents that are none of its business are
    /// passed over.
    List<Finding> check(DefinitionSet set);
}
