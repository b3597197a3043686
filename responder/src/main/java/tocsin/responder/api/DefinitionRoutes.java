package tocsin.responder.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tocsin.runtime.access.Role;
import tocsin.runtime.definitions.DefinitionSet;
import tocsin.runtime.definitions.Document;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `GET /v1/definitions` and `POST /v1/definitions`. An apply replaces the whole set, takes effect
/// a few seconds later, and is refused when somebody else applied in between.
public final class DefinitionRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionRoutes.class);
    private static final int BODY_MAX = 4 * 1024 * 1024;
    private static final int DOCUMENTS_MAX = 10_000;
    private static final int DOCUMENT_BYTES_MAX = 900_000;
    private static final int NAME_MAX = 253;

    /// So long before it takes effect is a set written, so that every reader has it by then.
    private static final Duration LEAD = Duration.ofSeconds(5);

    private final DefinitionLog log;
    private final String builtIn;
    private final InstantSource clock;

    /// Serves definitions.
    ///
    /// @param builtIn digest of the built-in set: what replaces it takes effect at once
    public DefinitionRoutes(DefinitionLog log, String builtIn, InstantSource clock) {
        this.log = log;
        this.builtIn = builtIn;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(JavalinConfig config) {
        config.routes.get("/v1/definitions", this::newest);
        config.routes.post("/v1/definitions", this::apply, Role.ADMIN);
    }

    private record Request(
            long baseVersion, Instant effectiveFrom, String appliedBy, List<Document> documents) {}

    private void newest(Context context) {
        var set = log.newest();
        var json = summary(set);
        json.put("documents", set.documents().stream().map(Document::body).toList());
        Answers.json(context, 200, json);
    }

    private void apply(Context context) {
        var body = Answers.object(context, BODY_MAX);
        if (body.isEmpty()) {
            return;
        }
        // One apply at a time: the next one must see what this one wrote.
        synchronized (this) {
            var problems = new ArrayList<String>();
            var request = read(body.get(), problems);
            if (problems.isEmpty()) {
                apply(context, request);
            } else {
                Answers.problems(context, 400, problems);
            }
        }
    }

    private void apply(Context context, Request request) {
        var newest = log.newest();
        if (request.baseVersion != newest.version()) {
            Answers.problems(
                    context,
                    409,
                    "made for version %d, but the newest is %d"
                            .formatted(request.baseVersion, newest.version()));
            return;
        }
        var digest = Digest.of(request.documents);
        if (digest.equals(newest.digest())) {
            var json = summary(newest);
            json.put("changed", false);
            Answers.json(context, 200, json);
            return;
        }
        var set =
                new DefinitionSet(
                        newest.version() + 1, digest, request.effectiveFrom, request.documents);
        try {
            log.write(set, request.appliedBy);
        } catch (IllegalStateException e) {
            LOG.warn("Definitions {} could not be written", set.version(), e);
            Answers.problems(context, 503, "the set could not be written; ask what is newest");
            return;
        }
        var json = summary(set);
        json.put("changed", true);
        Answers.json(context, 200, json);
    }

    private Request read(JsonNode body, List<String> problems) {
        if (!body.path("baseVersion").isIntegralNumber()) {
            problems.add(
                    "baseVersion must be the version this set is made for; 0 before the first");
        }
        if (!body.path("documents").isArray()) {
            problems.add("documents must be a list");
        }
        var documents = body.path("documents");
        if (documents.size() > DOCUMENTS_MAX) {
            problems.add("a set holds at most " + DOCUMENTS_MAX + " documents");
        }
        return new Request(
                body.path("baseVersion").asLong(-1),
                effectiveFrom(body.path("effectiveFrom"), problems),
                body.path("appliedBy").asString(""),
                problems.isEmpty() ? documents(documents, problems) : List.of());
    }

    private Instant effectiveFrom(JsonNode asked, List<String> problems) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var newest = log.newest();
        boolean first =
                newest.version() == 0 || (newest.version() == 1 && newest.digest().equals(builtIn));
        if (asked.isMissingNode() || asked.isNull()) {
            return first ? now : now.plus(LEAD);
        }
        try {
            var from = Instant.parse(asked.asString("")).truncatedTo(ChronoUnit.MILLIS);
            if (!first && from.isBefore(now.plus(LEAD))) {
                problems.add("effectiveFrom must be at least 5 s ahead");
            }
            return from;
        } catch (DateTimeParseException e) {
            problems.add("effectiveFrom must be a time such as 2026-01-05T09:00:00Z");
            return now;
        }
    }

    private static List<Document> documents(JsonNode list, List<String> problems) {
        var documents = new ArrayList<Document>();
        var names = new HashSet<String>();
        for (int i = 0; i < list.size(); i++) {
            var body = list.path(i);
            var kind = body.path("kind").asString("");
            var name = body.path("metadata").path("name").asString("");
            if (kind.isBlank() || name.isBlank()) {
                problems.add("document " + i + " needs kind and metadata.name");
            } else if (kind.length() > NAME_MAX || name.length() > NAME_MAX) {
                problems.add("document " + i + " has a name over " + NAME_MAX + " characters");
            } else if (!names.add(kind + "/" + name)) {
                problems.add(kind + "/" + name + " stands there twice");
            } else if (body.toString().getBytes(UTF_8).length > DOCUMENT_BYTES_MAX) {
                problems.add(kind + "/" + name + " is over " + DOCUMENT_BYTES_MAX + " bytes");
            } else {
                documents.add(new Document(kind, name, body));
            }
        }
        return documents;
    }

    private static Map<String, Object> summary(DefinitionSet set) {
        var json = new LinkedHashMap<String, Object>();
        json.put("version", set.version());
        json.put("digest", set.digest());
        json.put("effectiveFrom", set.effectiveFrom());
        return json;
    }
}
