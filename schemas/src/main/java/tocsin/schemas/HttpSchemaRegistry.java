package tocsin.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.NullMarked;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A registry that speaks Confluent's HTTP API. The base URL may have a path (Apicurio's is
/// `/apis/ccompat/v7`). Several base URLs are tried in turn until one gives an answer that can be
/// used. Whatever is wrong with the registry, and not with what it was asked, is temporary: no
/// record may be given up for it.
@NullMarked
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final int REPEATS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
    private static final ObjectMapper JSON = new JsonMapper();

    private record Key(String subject, Schema schema) {}

    private final List<URI> bases;
    private final Duration timeout;
    private final HttpClient http;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Map<Key, Integer> ids = new ConcurrentHashMap<>();

    /// @param bases base URLs, tried in this order until one answers
    public HttpSchemaRegistry(List<URI> bases) {
        this(bases, TIMEOUT);
    }

    /// @param timeout limit of one request, from connecting to the last byte of the answer
    HttpSchemaRegistry(List<URI> bases, Duration timeout) {
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("a schema registry needs at least one URL");
        }
        this.bases = List.copyOf(bases);
        this.timeout = timeout;
        http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public int register(String subject, Schema schema) {
        var key = new Key(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        var path = "/subjects/" + encode(subject) + "/versions";
        var answer = settled("POST", path, schemaBody(schema));
        int id = answer.accepted().path("id").asInt(-1);
        if (id < 0) {
            throw answer.unusable("has no id");
        }
        remember(answer, id, schema);
        ids.put(key, id);
        return id;
    }

    @Override
    public Schema schema(int id) {
        var known = byId.get(id);
        if (known != null) {
            return known;
        }
        var answer = send("GET", "/schemas/ids/" + id, "");
        var schema = answer.schema();
        remember(answer, id, schema);
        return schema;
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        var path = "/compatibility/subjects/" + encode(subject) + "/versions";
        var answer = send("POST", path, schemaBody(schema));
        return answer.unknown() || answer.accepted().path("is_compatible").asBoolean(false);
    }

    @Override
    public void requireFullTransitive(String subject) {
        var body = Map.of("compatibility", "FULL_TRANSITIVE");
        settled("PUT", "/config/" + encode(subject), JSON.writeValueAsString(body)).accepted();
    }

    @Override
    public List<Registered> versions(String subject) {
        var path = "/subjects/" + encode(subject) + "/versions";
        var answer = send("GET", path, "");
        if (answer.unknown()) {
            return List.of();
        }
        var versions = new ArrayList<Registered>();
        for (var version : answer.accepted()) {
            var found = send("GET", path + "/" + version.asInt(-1), "");
            int id = found.accepted().path("id").asInt(-1);
            var schema = found.schema();
            remember(found, id, schema);
            ids.put(new Key(subject, schema), id);
            versions.add(new Registered(id, schema));
        }
        return List.copyOf(versions);
    }

    /// Values are read by what the registry says of an id, so what it said once must stay.
    private void remember(RegistryAnswer answer, int id, Schema schema) {
        var before = byId.putIfAbsent(id, schema);
        if (before != null && !sameLayout(before, schema)) {
            throw answer.unusable(
                    "makes schema %d another one than before (%s, now %s): was the registry rebuilt?"
                            .formatted(id, before.getFullName(), schema.getFullName()));
        }
    }

    /// Whether values written with one are read alike with the other.
    static boolean sameLayout(Schema one, Schema other) {
        return SchemaNormalization.toParsingForm(one)
                .equals(SchemaNormalization.toParsingForm(other));
    }

    /// Services that start at the same moment say the same to the registry, and some registries let
    /// all but one of them fail: said again, it is already so.
    private RegistryAnswer settled(String method, String path, String body) {
        var answer = send(method, path, body);
        for (int left = REPEATS; left > 0 && answer.conflict(); left--) {
            answer = send(method, path, body);
        }
        return answer;
    }

    private RegistryAnswer send(String method, String path, String body) {
        var problems = new ArrayList<String>();
        for (var base : bases) {
            var uri = URI.create(base.toString().replaceAll("/+$", "") + path);
            try {
                var response = ask(uri, method, body);
                var answer = RegistryAnswer.of(uri, response.statusCode(), response.body());
                if (answer.isPresent()) {
                    return answer.get();
                }
                problems.add(
                        "%s answered %d and %s"
                                .formatted(
                                        uri,
                                        response.statusCode(),
                                        RegistryAnswer.excerpt(response.body())));
            } catch (IOException e) {
                problems.add(uri + ": " + e);
            } catch (TimeoutException e) {
                problems.add(uri + " did not answer within " + timeout.toMillis() + " ms");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while asking " + uri, true);
            }
        }
        throw new RegistryException(
                "the schema registry cannot be used: "
                        + String.join("; ", problems)
                        + RegistryAnswer.ADVICE,
                true);
    }

    private HttpResponse<String> ask(URI uri, String method, String body)
            throws IOException, InterruptedException, TimeoutException {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", CONTENT_TYPE)
                        .header("Accept", CONTENT_TYPE)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var handler =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(UTF_8), ANSWER_BYTES_MAX);
        var response = http.sendAsync(request, handler);
        try {
            // A request's own time-out ends with the headers; this one holds for the body too.
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            response.cancel(true);
        }
    }

    private static String schemaBody(Schema schema) {
        return JSON.writeValueAsString(Map.of("schema", schema.toString()));
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, UTF_8);
    }
}
