package tocsin.schemas;

import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// A registry whose answers about our own subjects are kept in a file, so that a service whose
/// schemas were known before can start while the registry is down. The registry is asked first; the
/// file answers only when it fails. The file names the registry it came from and is not used for
/// another one.
@NullMarked
public final class RememberedSchemas implements SchemaRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RememberedSchemas.class);

    /// How long a registry that failed is left alone where the file has the answer.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final SchemaRegistry registry;
    private final SchemaFile file;
    private final Map<String, List<Registered>> subjects;
    private volatile Optional<Long> failedNanos = Optional.empty();

    /// @param bases where `registry` is
    /// @param file written after each new answer; its folder must exist
    public RememberedSchemas(SchemaRegistry registry, List<URI> bases, Path file) {
        this.registry = registry;
        this.file = new SchemaFile(file, bases);
        subjects = new ConcurrentSkipListMap<>(this.file.read());
    }

    @Override
    public int register(String subject, Schema schema) {
        int id =
                ask(
                        () -> registry.register(subject, schema),
                        () ->
                                known(subject).stream()
                                        .filter(known -> known.schema().equals(schema))
                                        .map(Registered::id)
                                        .findFirst(),
                        "today's schema of " + subject);
        learn(subject, List.of(new Registered(id, schema)));
        return id;
    }

    @Override
    public Schema schema(int id) {
        var schema = ask(() -> registry.schema(id), () -> known(id), "schema " + id);
        check(new Registered(id, schema));
        return schema;
    }

    @Override
    public List<Registered> versions(String subject) {
        var versions =
                ask(
                        () -> registry.versions(subject),
                        () -> Optional.of(known(subject)).filter(known -> !known.isEmpty()),
                        subject);
        learn(subject, versions);
        return versions;
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        return registry.compatible(subject, schema);
    }

    @Override
    public void requireFullTransitive(String subject) {
        registry.requireFullTransitive(subject);
    }

    /// Whether the newest answer came from the file.
    public boolean standsIn() {
        return failedNanos.isPresent();
    }

    private <T> T ask(Supplier<T> live, Supplier<Optional<T>> remembered, String what) {
        var answer = leftAlone() ? remembered.get() : Optional.<T>empty();
        if (answer.isPresent()) {
            return answer.get();
        }
        try {
            var told = live.get();
            failedNanos = Optional.empty();
            return told;
        } catch (RegistryException e) {
            if (!e.temporary()) {
                throw e;
            }
            return standIn(remembered.get(), what, e);
        }
    }

    private <T> T standIn(Optional<T> remembered, String what, RegistryException why) {
        if (remembered.isEmpty()) {
            throw new RegistryException(
                    "%s; %s does not hold %s either".formatted(why.getMessage(), file, what), true);
        }
        if (!standsIn()) {
            LOG.warn("{} stands in with what was known before: {}", file, why.getMessage());
        }
        failedNanos = Optional.of(System.nanoTime());
        return remembered.get();
    }

    private boolean leftAlone() {
        return failedNanos
                .map(failed -> System.nanoTime() - failed < PAUSE.toNanos())
                .orElse(false);
    }

    private List<Registered> known(String subject) {
        return Optional.ofNullable(subjects.get(subject)).orElse(List.of());
    }

    private Optional<Schema> known(int id) {
        return subjects.values().stream()
                .flatMap(List::stream)
                .filter(known -> known.id() == id)
                .map(Registered::schema)
                .findFirst();
    }

    /// An id that means something else than before would make every older value unreadable, or
    /// worse, readable as nonsense.
    private void check(Registered told) {
        known(told.id())
                .filter(before -> !HttpSchemaRegistry.sameLayout(before, told.schema()))
                .ifPresent(before -> {
                    throw new RegistryException(
                            ("the schema registry says that schema %d is %s; it was another one"
                                            + " when %s was written. Point"
                                            + " TOCSIN_SCHEMA_REGISTRY_URL at the registry that the"
                                            + " topics were written with, or delete the file if"
                                            + " ids were meant to change")
                                    .formatted(told.id(), told.schema().getFullName(), file),
                            true);
                });
    }

    private synchronized void learn(String subject, List<Registered> told) {
        var known = new ArrayList<>(known(subject));
        for (var version : told) {
            check(version);
            if (!known.contains(version)) {
                known.add(version);
            }
        }
        if (known.size() > known(subject).size()) {
            subjects.put(subject, List.copyOf(known));
            file.write(subjects);
        }
    }
}
