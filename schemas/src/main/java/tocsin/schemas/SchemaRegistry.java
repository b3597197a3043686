package tocsin.schemas;

import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;

import java.util.List;

/// What Tocsin asks of a Confluent-compatible schema registry. Implementations are thread-safe and
/// remember every schema they have seen, so that an outage of the registry stops nothing known.
@NullMarked
public interface SchemaRegistry {
    /// A schema as the registry knows it.
    record Registered(int id, Schema schema) {}

    /// The id of `schema` under `subject`, registering it if it is new.
    ///
    /// @throws RegistryException when the registry refuses the schema or cannot be reached
    int register(String subject, Schema schema);

    /// The schema with this id.
    ///
    /// @throws RegistryException when the registry does not know it or cannot be reached
    Schema schema(int id);

    /// Whether `schema` could be registered under `subject` without breaking a reader or writer. A
    /// subject that does not exist yet accepts every schema.
    boolean compatible(String subject, Schema schema);

    /// Demands that each later schema of `subject` can read, and be read by, every earlier one.
    void requireFullTransitive(String subject);

    /// Every version registered under `subject`, oldest first; empty when there is none.
    List<Registered> versions(String subject);
}
