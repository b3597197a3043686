package tocsin.runtime;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import tocsin.runtime.definitions.DefinitionHistory;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.schemas.Definition;
import tocsin.schemas.Topics;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The definitions on the log, all versions, looked up by time. A set counts once its
/// `SET_COMPLETE` has been read and it holds as many documents as that says.
public final class DefinitionsView implements Definitions, AutoCloseable {
    private static final ObjectMapper JSON = new JsonMapper();

    private final DefinitionHistory history = new DefinitionHistory();
    private final Map<Long, List<Document>> incomplete = new HashMap<>();
    private final LogView view;

    /// Starts to read; not yet complete when it returns.
    public DefinitionsView(String client, Platform platform) {
        view =
                new LogView(
                        client + "-definitions",
                        platform,
                        List.of(new LogView.Source<>(Topics.DEFINITIONS, this::read)));
    }

    @Override
    public DefinitionSet at(Instant time) {
        return history.at(time);
    }

    /// The set with the highest version, in effect or not yet.
    public DefinitionSet newest() {
        return history.newest();
    }

    /// The set with this version, if there was one and it took effect.
    public Optional<DefinitionSet> version(long version) {
        return history.all().stream().filter(set -> set.version() == version).findFirst();
    }

    /// Waits until what was on the log at the start has been read.
    ///
    /// @return whether it was read within `limit`
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        return view.awaitCaughtUp(limit);
    }

    /// Waits until what was on the log at the start has been read.
    ///
    /// @throws IllegalStateException when it was not read within `limit`
    public void demandCaughtUp(Duration limit) {
        try {
            if (!awaitCaughtUp(limit)) {
                throw new IllegalStateException(
                        "the definitions could not be read within %d s; is Kafka reachable?"
                                .formatted(limit.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading definitions", e);
        }
    }

    private void read(ConsumerRecord<byte[], Definition> read) {
        var value = read.value();
        long version = value.getVersion();
        var document = value.getDocument();
        var complete = value.getSetComplete();
        if (document != null) {
            incomplete
                    .computeIfAbsent(version, _ -> new ArrayList<>())
                    .add(
                            new Document(
                                    document.getKind(),
                                    document.getName(),
                                    JSON.readTree(document.getJson())));
        } else if (complete != null) {
            var documents = incomplete.remove(version);
            int count = documents == null ? 0 : documents.size();
            if (count != complete.getDocuments()) {
                throw new IllegalStateException(
                        "set %d holds %d documents instead of %d"
                                .formatted(version, count, complete.getDocuments()));
            }
            history.add(
                    new DefinitionSet(
                            version,
                            complete.getDigest(),
                            complete.getEffectiveFrom(),
                            documents == null ? List.of() : documents));
        }
    }

    @Override
    public void close() {
        view.close();
    }
}
