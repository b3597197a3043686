package tocsin.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.NullMarked;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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

/// A registry that speaks Confluent's HTTP API. The base URL may have a path (Apicurio's is
/// `/apis/ccompat/v7`). Several base URLs are tried in turn.
@NullMarked
public final class HttpSchemaRegistry implements SchemaRegistry {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new JsonMapper();

    private record Key(String subject, Schema schema) {}

    private final List<URI> bases;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Map<Key, Integer> ids = new ConcurrentHashMap<>();

    /// @param bases base URLs, tried in this order until one answers
    public HttpSchemaRegistry(List<URI> bases) {
        if (bases.isEmpty()) {
            throw new IllegalArgumentException("a schema registry needs at least one URL");
        }
        this.bases = List.copyOf(bases);
    }

    @Override
    public int register(String subject, Schema schema) {
        var key = new Key(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        var answer = post("/subjects/" + encode(subject) + "/versions", schemaBody(schema));
        int id = answer.path("id").asInt(-1);
        if (id < 0) {
            throw new RegistryException(
                    "the schema registry's answer to a registration has no id: " + answer, false);
        }
        ids.put(key, id);
        byId.put(id, schema);
        return id;
    }

    @Override
    public Schema schema(int id) {
        var known = byId.get(id);
        if (known != null) {
            return known;
        }
        var schema = parse(get("/schemas/ids/" + id).path("schema").asString(""));
        byId.put(id, schema);
        return schema;
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        var path = "/compatibility/subjects/" + encode(subject) + "/versions";
        var response = send(request(path, "POST", schemaBody(schema)));
        if (response.status == NOT_FOUND) {
            return true;
        }
        return response.json(path).path("is_compatible").asBoolean(false);
    }

    @Override
    public void requireFullTransitive(String subject) {
        var path = "/config/" + encode(subject);
        var body = Map.of("compatibility", "FULL_TRANSITIVE");
        send(request(path, "PUT", JSON.writeValueAsString(body))).json(path);
    }

    @Override
    public List<Registered> versions(String subject) {
        var path = "/subjects/" + encode(subject) + "/versions";
        var response = send(request(path, "GET", ""));
        if (response.status == NOT_FOUND) {
            return List.of();
        }
        var versions = new ArrayList<Registered>();
        for (var version : response.json(path)) {
            var found = get(path + "/" + version.asInt());
            var registered =
                    new Registered(
                            found.path("id").asInt(), parse(found.path("schema").asString("")));
            byId.put(registered.id(), registered.schema());
            ids.put(new Key(subject, registered.schema()), registered.id());
            versions.add(registered);
        }
        return List.copyOf(versions);
    }

    private JsonNode get(String path) {
        return send(request(path, "GET", "")).json(path);
    }

    private JsonNode post(String path, String body) {
        return send(request(path, "POST", body)).json(path);
    }

    private record Call(String path, String method, String body) {}

    private static Call request(String path, String method, String body) {
        return new Call(path, method, body);
    }

    private Response send(Call call) {
        var problems = new ArrayList<String>();
        for (var base : bases) {
            var uri = URI.create(base.toString().replaceAll("/+$", "") + call.path);
            var request =
                    HttpRequest.newBuilder(uri)
                            .timeout(TIMEOUT)
                            .header("Content-Type", CONTENT_TYPE)
                            .header("Accept", CONTENT_TYPE)
                            .method(call.method, HttpRequest.BodyPublishers.ofString(call.body))
                            .build();
            try {
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
                if (answer.statusCode() < 500) {
                    return new Response(answer.statusCode(), answer.body());
                }
                problems.add(uri + " answered " + answer.statusCode());
            } catch (IOException e) {
                problems.add(uri + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while asking " + uri, true);
            }
        }
        throw new RegistryException(
                "the schema registry cannot be reached: " + String.join("; ", problems), true);
    }

    private record Response(int status, String body) {
        JsonNode json(String path) {
            if (status >= 400) {
                throw new RegistryException(
                        "the schema registry answered %d to %s: %s".formatted(status, path, body),
                        status == 408 || status == 429);
            }
            try {
                return JSON.readTree(body);
            } catch (JacksonException e) {
                throw new RegistryException(
                        "the schema registry's answer to " + path + " is no JSON: " + body, true);
            }
        }
    }

    private static Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (SchemaParseException e) {
            throw new RegistryException("no Avro schema: " + e.getMessage(), false);
        }
    }

    private static String schemaBody(Schema schema) {
        return JSON.writeValueAsString(Map.of("schema", schema.toString()));
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, UTF_8);
    }
}
