package tocsin.schemas;

import org.jspecify.annotations.NullMarked;

import java.util.Collection;

/// Tells a registry of our schemas, and reads what it knows of them.
@NullMarked
public final class Schemas {
    private Schemas() {}

    /// Registers today's schema of each topic, after demanding full compatibility of its subject,
    /// and loads every other version, so that a later outage of the registry stops nothing known.
    ///
    /// @throws RegistryException when the registry cannot be reached or refuses a schema
    public static void registerAndLoad(
            SchemaRegistry registry, String prefix, Collection<Topic<?>> topics) {
        for (var topic : topics) {
            var subject = topic.subject(prefix);
            var known = registry.versions(subject);
            if (known.isEmpty()) {
                registry.requireFullTransitive(subject);
            }
            registry.register(subject, topic.schema());
        }
    }
}
