package tocsin.notifier.channel;

import tocsin.notifier.channel.FakeProvider.Answer;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The issues of the repository `shop/incidents` at GitHub.
final class FakeGitHub {
    private static final String ISSUES = "/repos/shop/incidents/issues";

    /// Issues by number from 1, as they were opened.
    final List<JsonNode> issues = new ArrayList<>();

    /// What was said to each, by number.
    final Map<Integer, List<String>> comments = new TreeMap<>();

    /// `open` or `closed`, by number.
    final Map<Integer, String> states = new TreeMap<>();

    private final String token;

    FakeGitHub(String token) {
        this.token = token;
    }

    synchronized Answer answer(FakeProvider.Request request) {
        if (!request.header("authorization").equals("Bearer " + token)
                || !request.header("user-agent").equals("Tocsin")) {
            return Answer.of(401, "{\"message\":\"Bad credentials\"}");
        }
        var path = request.path();
        var body = Json.read(request.body());
        if (request.method().equals("GET") && path.startsWith(ISSUES + "?state=all")) {
            return labelled(path.substring(path.indexOf("labels=") + "labels=".length()));
        }
        if (request.method().equals("POST") && path.equals(ISSUES)) {
            return open(body);
        }
        if (!path.matches(ISSUES + "/[0-9]+(/comments)?")) {
            return new Answer.Unexpected(request.toString());
        }
        int number = Integer.parseInt(path.split("/")[5]);
        if (!states.containsKey(number)) {
            return Answer.of(404, "{\"message\":\"Not Found\"}");
        }
        return switch (request.method()) {
            case "PATCH" -> change(number, body);
            case "POST" -> comment(number, body);
            default -> new Answer.Unexpected(request.toString());
        };
    }

    void forget() {
        issues.clear();
        comments.clear();
        states.clear();
    }

    private Answer open(JsonNode body) {
        var title = body.path("title").asString("");
        if (title.isEmpty() || title.length() > 256 || tooLong(body)) {
            return Answer.of(422, "{\"message\":\"Validation Failed\"}");
        }
        issues.add(body);
        states.put(issues.size(), "open");
        return Answer.of(201, shown(issues.size()));
    }

    private Answer change(int number, JsonNode body) {
        states.put(number, body.path("state").asString(""));
        return Answer.of(200, shown(number));
    }

    private Answer comment(int number, JsonNode body) {
        if (tooLong(body)) {
            return Answer.of(422, "{\"message\":\"Validation Failed\"}");
        }
        comments.computeIfAbsent(number, _ -> new ArrayList<>())
                .add(body.path("body").asString(""));
        return Answer.of(201, "{\"id\":%d}".formatted(1000 + number));
    }

    private Answer labelled(String label) {
        var found =
                IntStream.rangeClosed(1, issues.size())
                        .filter(number ->
                                issues.get(number - 1)
                                        .path("labels")
                                        .valueStream()
                                        .anyMatch(one -> one.asString("").equals(label)))
                        .mapToObj(FakeGitHub::shown)
                        .toList();
        return Answer.of(200, found.toString());
    }

    private static boolean tooLong(JsonNode body) {
        var text = body.path("body").asString("");
        return text.isEmpty() || text.length() > 65_536;
    }

    private static String shown(int number) {
        return "{\"id\":%d,\"number\":%d}".formatted(100 + number, number);
    }
}
