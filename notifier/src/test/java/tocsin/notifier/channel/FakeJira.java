package tocsin.notifier.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The project OPS in Jira Cloud. Transition 31 closes an issue that is open.
final class FakeJira {
    static final String USER = "tocsin@tocsin.example";
    private static final String ISSUE = "/rest/api/2/issue";

    /// The fields of each issue by its number from 1.
    final List<JsonNode> issues = new ArrayList<>();

    /// What was said to each, by key.
    final Map<String, List<String>> comments = new TreeMap<>();

    /// Keys of those that are done.
    final TreeSet<String> done = new TreeSet<>();

    private final String credentials;

    FakeJira(String token) {
        credentials = Base64.getEncoder().encodeToString((USER + ":" + token).getBytes(UTF_8));
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("Basic " + credentials)) {
            return Answer.of(401, "Client must be authenticated to access this resource.");
        }
        var path = request.path();
        var body = Json.read(request.body());
        if (request.method().equals("GET") && path.startsWith("/rest/api/2/search/jql?")) {
            return search(URLDecoder.decode(path.substring(path.indexOf("jql=") + 4), UTF_8));
        }
        if (request.method().equals("POST") && path.equals(ISSUE)) {
            return open(body.path("fields"));
        }
        if (request.method().equals("POST")
                && path.matches(ISSUE + "/OPS-[0-9]+/(comment|transitions)")) {
            var key = path.split("/")[5];
            return path.endsWith("comment") ? comment(key, body) : transition(key, body);
        }
        return new Answer.Unexpected(request.toString());
    }

    void forget() {
        issues.clear();
        comments.clear();
        done.clear();
    }

    private Answer open(JsonNode fields) {
        var summary = fields.path("summary").asString("");
        var description = fields.path("description").asString("");
        boolean usable =
                fields.path("project").path("key").asString("").equals("OPS")
                        && fields.path("issuetype").path("name").asString("").equals("Task")
                        && fields.path("labels")
                                .valueStream()
                                .noneMatch(label -> label.asString("").contains(" "));
        if (!usable || summary.isEmpty() || summary.length() > 255 || summary.contains("\n")) {
            return Answer.of(400, "{\"errors\":{\"summary\":\"cannot be used\"}}");
        }
        if (description.length() > 32_767) {
            return Answer.of(400, "{\"errors\":{\"description\":\"is too long\"}}");
        }
        issues.add(fields);
        return Answer.of(201, "{\"id\":\"%d\",\"key\":\"OPS-%1$d\"}".formatted(issues.size()));
    }

    private Answer comment(String key, JsonNode body) {
        if (body.path("body").asString("").isEmpty()) {
            return Answer.of(400, "{\"errors\":{\"comment\":\"is missing\"}}");
        }
        comments.computeIfAbsent(key, _ -> new ArrayList<>()).add(body.path("body").asString(""));
        return Answer.of(201, "{\"id\":\"900\"}");
    }

    private Answer transition(String key, JsonNode body) {
        boolean possible = body.path("transition").path("id").asString("").equals("31");
        return possible && done.add(key)
                ? Answer.of(204, "")
                : Answer.of(400, "{\"errorMessages\":[\"It is not on this issue.\"]}");
    }

    private Answer search(String jql) {
        var label = jql.replaceAll("(?s).*labels = \"([^\"]*)\".*", "$1");
        var found =
                Stream.iterate(issues.size(), number -> number > 0, number -> number - 1)
                        .filter(number ->
                                issues.get(number - 1)
                                        .path("labels")
                                        .valueStream()
                                        .anyMatch(one -> one.asString("").equals(label)))
                        .map(number -> "OPS-" + number)
                        .filter(key -> !jql.contains("statusCategory = Done") || done.contains(key))
                        .map(key -> Map.of("key", key))
                        .toList();
        return Answer.of(200, Json.text(Map.of("issues", found, "isLast", true)));
    }
}
