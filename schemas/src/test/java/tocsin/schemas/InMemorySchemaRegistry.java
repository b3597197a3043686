package tocsin.schemas;

import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A registry without a server, held to the same contract as a real one.
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Registered>> subjects = new HashMap<>();
    private final Set<String> fullTransitive = new HashSet<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        var versions = subjects.computeIfAbsent(subject, _ -> new ArrayList<>());
        for (var version : versions) {
            if (version.schema().equals(schema)) {
                return version.id();
            }
        }
        if (fullTransitive.contains(subject) && !compatible(subject, schema)) {
            throw new RegistryException("incompatible with an earlier version", false);
        }
        int id = schemas.indexOf(schema) + 1;
        if (id == 0) {
            schemas.add(schema);
            id = schemas.size();
        }
        versions.add(new Registered(id, schema));
        return id;
    }

    @Override
    public synchronized Schema schema(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new RegistryException("schema " + id + " not found", false);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized boolean compatible(String subject, Schema schema) {
        var earlier = versions(subject).stream().map(Registered::schema).toList();
        try {
            new SchemaValidatorBuilder()
                    .mutualReadStrategy()
                    .validateAll()
                    .validate(schema, earlier);
            return true;
        } catch (SchemaValidationException e) {
            return false;
        }
    }

    @Override
    public synchronized void requireFullTransitive(String subject) {
        fullTransitive.add(subject);
    }

    @Override
    public synchronized List<Registered> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }
}
