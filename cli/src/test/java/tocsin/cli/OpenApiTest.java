package tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toCollection;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tocsin.runtime.HttpServer;
import tocsin.runtime.access.Role;
import tocsin.runtime.access.Token;
import tocsin.runtime.access.TokenFile;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `docs/openapi.yaml` against the routes in the code and the answers they give.
class OpenApiTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");
    private static final JsonNode DOCUMENT = read();
    private static final Pattern ROUTE =
            Pattern.compile("config\\.routes\\.(get|post|put|patch|delete)\\(\\s*\"([^\"]+)\"");
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> seen = new TreeSet<>();
    private OperatorsApi api;
    private HttpServer guarded;
    private String bearer = "none";

    @BeforeEach
    void start() throws IOException {
        api = new OperatorsApi();
        ApiToken.makeFirst(folder);
        TokenFile.change(
                ApiToken.book(folder),
                book ->
                        book.with(
                                new Token(
                                        "some-approver",
                                        Set.of(Role.APPROVER),
                                        Token.hash("approver"),
                                        NINE,
                                        null)));
        guarded =
                api.serve(
                        HttpServer.Config.loopback(0).withTokens(ApiToken.book(folder).toString()));
    }

    @AfterEach
    void stop() {
        api.close();
        guarded.close();
        client.close();
    }

    /// A comma in a text without quotation marks makes the rest of it a key without a value.
    @Test
    void no_key_of_it_is_half_a_sentence() {
        assertThat(DOCUMENT.findParents("description"))
                .allSatisfy(node ->
                        assertThat(node.properties())
                                .as("%s", node)
                                .noneMatch(property -> property.getValue().isNull()));
    }

    @Test
    void it_describes_every_route_and_no_other() throws IOException {
        var routes = new TreeSet<String>();
        var sources = PROJECT.resolve("responder/src/main/java/tocsin/responder/api");
        try (var files = Files.list(sources)) {
            for (var file : files.toList()) {
                routes.addAll(routes(file));
            }
        }
        routes.addAll(
                routes(PROJECT.resolve("runtime/src/main/java/tocsin/runtime/HttpServer.java")));

        assertThat(described()).isEqualTo(routes);
    }

    @Test
    void answers_are_as_described() throws Exception {
        var id = api.incident();
        check("GET", "/v1/incidents", 200);
        check("GET", "/v1/incidents?status=bad", 400);
        check("GET", "/v1/incidents/" + id, 200);
        check("GET", "/v1/incidents/none", 404);
        check("GET", "/v1/events?service=checkout", 200);
        check("GET", "/v1/services/checkout", 200);
        check("GET", "/v1/incidents/" + id + "/why", 200);
        check("GET", "/v1/incidents/none/why", 404);
        check("GET", "/v1/incidents/" + id + "/deliveries", 200);
        check("GET", "/v1/incidents/none/deliveries", 404);
        var acknowledge = "/v1/incidents/" + id + "/acknowledge";
        check("POST", acknowledge, 400, "{}");
        check("POST", "/v1/incidents/none/acknowledge", 404, "{\"actor\":\"on-call\"}");
        api.answer(false);
        check("POST", acknowledge, 202, "{\"actor\":\"on-call\"}");
        check("GET", "/v1/actions/a", 404);
        api.answer(true);
        check("POST", acknowledge, 200, "{\"actor\":\"on-call\",\"note\":\"looking\"}");
        check("GET", "/v1/actions/a", 200);
        check("GET", "/v1/incidents/" + id, 200);
        for (var act : List.of("resolve", "snooze", "note", "severity", "escalate")) {
            check("POST", "/v1/incidents/" + id + "/" + act, 400, "{}");
        }
        var by = "{\"actor\":\"on-call\",";
        api.ids("n", "e", "s", "v", "r");
        check("POST", "/v1/incidents/" + id + "/note", 200, by + "\"note\":\"seen\"}");
        check("POST", "/v1/incidents/" + id + "/escalate", 200, by + "\"note\":\"help\"}");
        check("POST", "/v1/incidents/" + id + "/snooze", 200, by + "\"for\":\"1h\"}");
        check(
                "POST",
                "/v1/incidents/" + id + "/severity",
                200,
                by + "\"severity\":\"SEV3\",\"revision\":" + api.revision() + "}");
        check(
                "POST",
                "/v1/incidents/" + id + "/resolve",
                200,
                by + "\"revision\":" + api.revision() + "}");
        check("GET", "/v1/incidents/" + id, 200);
        api.ids("none", "drill", "again");
        check("GET", "/v1/drills", 200);
        check("POST", "/v1/drills", 400, "{}");
        var drill = by + "\"service\":\"checkout\",\"severity\":\"SEV2\",\"for\":\"10m\"}";
        check("POST", "/v1/drills", 200, drill);
        check("POST", "/v1/drills", 409, drill);
        check("GET", "/v1/drills", 200);
        var silence =
                by
                        + "\"reason\":\"migration\",\"matchers\":{\"service\":\"checkout\"},\"for\":\"1h\"}";
        check("POST", "/v1/silences", 400, "{}");
        check("POST", "/v1/silences/preview", 200, silence);
        check("POST", "/v1/silences", 201, silence);
        check("GET", "/v1/silences", 200);
        check("POST", "/v1/silences/none/remove", 404, by.replace(",", "}"));
        check("POST", "/v1/silences/s/remove", 200, by.replace(",", "}"));
        check("GET", "/v1/oncall", 200);
        check("GET", "/v1/oncall?at=noon", 400);
        check("GET", "/v1/schedules/desk/calendar.ics", 200);
        check("GET", "/v1/schedules/none/calendar.ics", 404);
        check("GET", "/v1/remediations?service=checkout", 200);
        check("GET", "/v1/remediations/r1", 200);
        check("GET", "/v1/remediations/none", 404);
        check("GET", "/v1/services", 200);
        check("GET", "/v1/services/checkout/budgets", 200);
        check("GET", "/v1/services/none", 404);
        check("GET", "/v1/remediation-switch", 200);
        check("POST", "/v1/remediation-switch/stop", 400, "{}");
        check("POST", "/v1/remediation-switch/stop", 200, by + "\"reason\":\"no\"}");
        check("POST", "/v1/remediation-switch/resume", 200, by.replace(",", "}"));
        var yes = "{\"hash\":\"" + "a".repeat(64) + "\",\"revision\":1}";
        check("POST", "/v1/remediations/r1/approve", 403, yes);
        api.ids("y", "n1");
        bearer = "approver";
        check(guarded, "POST", "/v1/remediations/r1/approve", 200, yes);
        check("POST", "/v1/remediations/r1/decline", 200, by + "\"note\":\"no\"}");
        var wish = "\"incident\":\"" + id + "\",\"action\":\"roll-back\",";
        check("POST", "/v1/remediations", 400, "{}");
        check("POST", "/v1/remediations", 404, by + wish.replace(id, "x") + "\"note\":\"so\"}");
        api.ids("p");
        check(
                "POST",
                "/v1/remediations",
                201,
                by + wish + "\"note\":\"so\",\"parameters\":{\"to\":\"2.12.0\"}}");
        check("GET", "/v1/services/checkout/deploy-gate?purpose=fix", 200);
        check("GET", "/v1/services/checkout/deploy-gate?purpose=fun", 400);
        check("GET", "/v1/definitions", 200);
        check("POST", "/v1/definitions", 409, "{\"baseVersion\":9,\"documents\":[]}");
        check("POST", "/v1/definitions", 200, "{\"baseVersion\":1,\"documents\":[]}");
        check("GET", "/health/live", 200);
        check("GET", "/health/ready", 503);
        check("GET", "/metrics", 200);

        var succeeded = described();
        succeeded.removeIf(
                operation -> seen.stream().anyMatch(answer -> answer.startsWith(operation + " 2")));
        assertThat(succeeded).as("not tried").containsExactly("GET /health/ready");
    }

    @Test
    void whoever_shows_no_token_is_answered_as_described() throws Exception {
        for (var operation : described()) {
            var parts = operation.split(" ");
            boolean isOpen = operation(parts[0], parts[1]).path("security").isArray();
            if (!isOpen) {
                var path = parts[1].replaceAll("\\{[^}]*}", "x");
                check(guarded, parts[0], path, 401, "{}");
            }
        }
    }

    private void check(String method, String path, int status) throws Exception {
        check(api.server(), method, path, status, "");
    }

    private void check(String method, String path, int status, String body) throws Exception {
        check(api.server(), method, path, status, body);
    }

    private void check(HttpServer server, String method, String path, int status, String body)
            throws Exception {
        var answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + bearer)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        var what = method + " " + path;
        assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isEqualTo(status);
        var template = template(method, path.split("\\?")[0]);
        seen.add(method + " " + template + " " + status);
        var operation = operation(method, template);
        if (status < 300 && !body.isEmpty()) {
            conforms(
                    what,
                    schema(operation.path("requestBody")),
                    JsonMapper.shared().readTree(body));
        }
        var described = resolved(operation.path("responses").path(Integer.toString(status)));
        assertThat(described.isMissingNode()).as("%s answers %d", what, status).isFalse();
        if (described.path("content").has("application/json")) {
            conforms(what, schema(described), JsonMapper.shared().readTree(answer.body()));
        }
        described
                .path("headers")
                .propertyNames()
                .forEach(header -> assertThat(answer.headers().firstValue(header)).isPresent());
    }

    private static JsonNode schema(JsonNode holder) {
        return holder.path("content").path("application/json").path("schema");
    }

    /// Against the schema, in which nothing may stand that is not described.
    private static void conforms(String what, JsonNode schema, JsonNode value) {
        var closed = (ObjectNode) schema.deepCopy();
        closed.set("components", DOCUMENT.path("components").deepCopy());
        close(closed);
        assertThat(SCHEMAS.getSchema(closed).validate(value)).as("%s: %s", what, value).isEmpty();
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.values().forEach(OpenApiTest::close);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static JsonNode operation(String method, String template) {
        return DOCUMENT.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    }

    private static String template(String method, String path) {
        return DOCUMENT.path("paths").propertyNames().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+")))
                .filter(template -> !operation(method, template).isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> described() {
        var found = new TreeSet<String>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .propertyNames()
                                .forEach(method ->
                                        found.add(
                                                method.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        return found;
    }

    private static Set<String> routes(Path source) throws IOException {
        return ROUTE.matcher(Files.readString(source))
                .results()
                .map(found -> found.group(1).toUpperCase(Locale.ROOT) + " " + found.group(2))
                .collect(toCollection(TreeSet::new));
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(Files.readString(PROJECT.resolve("docs/openapi.yaml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
