package tocsin.runtime.definitions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All definitions in effect from one moment until the next set's. A set is applied as a whole.
///
/// @param version number of the set, from 1; 0 for the empty set before the first
/// @param digest SHA-256 over its documents: the same content has the same digest
/// @param effectiveFrom it decides records with this timestamp or a later one
public record DefinitionSet(
        long version, String digest, Instant effectiveFrom, List<Document> documents) {

    /// What is in effect before anything was ever applied.
    public static final DefinitionSet EMPTY = new DefinitionSet(0, "", Instant.EPOCH, List.of());

    public DefinitionSet {
        documents = List.copyOf(documents);
    }

    /// The documents of one kind, in the order they were applied.
    public List<Document> ofKind(String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind)).toList();
    }

    /// The document with this kind and name.
    public Optional<Document> find(String kind, String name) {
        return documents.stream()
                .filter(document -> document.kind().equals(kind) && document.name().equals(name))
                .findFirst();
    }
}
