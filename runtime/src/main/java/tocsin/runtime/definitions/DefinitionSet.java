package tocsin.runtime.definitions;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// All definitions in effect from one moment until the next set's. A set is applied as a whole.
public final class DefinitionSet {
    /// What is in effect before anything was ever applied.
    public static final DefinitionSet EMPTY = new DefinitionSet(0, "", Instant.EPOCH, List.of());

    private final long version;
    private final String digest;
    private final Instant effectiveFrom;
    private final List<Document> documents;
    private final Map<Name, Document> byName = new HashMap<>();

    private record Name(String kind, String name) {}

    /// @param version number of the set, from 1; 0 for the empty set before the first
    /// @param digest SHA-256 over its documents: the same content has the same digest
    /// @param effectiveFrom it decides records with this timestamp or a later one
    public DefinitionSet(
            long version, String digest, Instant effectiveFrom, List<Document> documents) {
        this.version = version;
        this.digest = digest;
        this.effectiveFrom = effectiveFrom;
        this.documents = List.copyOf(documents);
        this.documents.forEach(one -> byName.putIfAbsent(new Name(one.kind(), one.name()), one));
    }

    public long version() {
        return version;
    }

    public String digest() {
        return digest;
    }

    public Instant effectiveFrom() {
        return effectiveFrom;
    }

    public List<Document> documents() {
        return documents;
    }

    /// The documents of one kind, in the order they were applied.
    public List<Document> ofKind(String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind)).toList();
    }

    /// The document with this kind and name.
    public Optional<Document> find(String kind, String name) {
        return Optional.ofNullable(byName.get(new Name(kind, name)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DefinitionSet set
                && version == set.version
                && digest.equals(set.digest)
                && effectiveFrom.equals(set.effectiveFrom)
                && documents.equals(set.documents);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, digest, effectiveFrom);
    }

    @Override
    public String toString() {
        return "definitions %d (%s)".formatted(version, digest);
    }
}
