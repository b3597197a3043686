package tocsin.schemas;

import org.apache.avro.Schema;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.schemas.SchemaRegistry.Registered;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Subjects and their schemas in a JSON file that names the registry they came from. A file that
/// cannot be used is a warning, never a failure: it is written anew once the registry answers.
@NullMarked
final class SchemaFile {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaFile.class);
    private static final ObjectMapper JSON = new JsonMapper();
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private record Entry(String subject, int id, String schema) {}

    private record Content(List<String> registries, List<Entry> schemas) {}

    private final Path file;
    private final List<String> registries;

    SchemaFile(Path file, List<URI> registries) {
        this.file = file.toAbsolutePath();
        this.registries = registries.stream().map(SchemaFile::withoutUser).sorted().toList();
    }

    /// What it holds of this registry; empty when there is nothing that can be used.
    Map<String, List<Registered>> read() {
        try {
            if (!Files.exists(file)) {
                return Map.of();
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("over " + BYTES_MAX + " bytes");
            }
            var content = JSON.readValue(Files.readAllBytes(file), Content.class);
            if (!content.registries.equals(registries)) {
                throw new IOException("it is of " + content.registries + ", not " + registries);
            }
            return subjects(content.schemas);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is not used: {}", file, e.toString());
            return Map.of();
        }
    }

    private static Map<String, List<Registered>> subjects(List<Entry> entries) {
        var subjects = new HashMap<String, List<Registered>>();
        for (var entry : entries) {
            var schema = new Schema.Parser().parse(entry.schema);
            subjects.computeIfAbsent(entry.subject, _ -> new ArrayList<>())
                    .add(new Registered(entry.id, schema));
        }
        return subjects;
    }

    /// Replaces the file whole, or leaves it as it was.
    void write(Map<String, List<Registered>> subjects) {
        var entries = new ArrayList<Entry>();
        subjects.forEach((subject, known) ->
                known.forEach(
                        one -> entries.add(new Entry(subject, one.id(), one.schema().toString()))));
        var next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.write(next, JSON.writeValueAsBytes(new Content(registries, entries)));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be written, so that a start needs the registry: {}",
                    file,
                    e.toString());
        }
    }

    private static String withoutUser(URI base) {
        return base.getScheme() + "://" + base.getHost() + ":" + base.getPort() + base.getPath();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
