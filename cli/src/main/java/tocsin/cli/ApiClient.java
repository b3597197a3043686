package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.runtime.definitions.Document;

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
import java.util.LinkedHashMap;
import java.util.List;

/// Speaks JSON with the operators' API and with ingest.
final class ApiClient implements AutoCloseable {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// What came back.
    record Answer(int status, JsonNode body) {
        boolean ok() {
            return status / 100 == 2;
        }

        /// The body of an answer that is no refusal.
        JsonNode demand() {
            if (ok()) {
                return body;
            }
            var problems = new ArrayList<String>();
            body.path("problems").forEach(problem -> problems.add(problem.asString()));
            throw new UserError(
                    problems.isEmpty() ? "HTTP " + status : String.join("\n", problems));
        }
    }

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String base;
    private final String token;

    /// With the token that the environment or the data folder has for it, if any.
    ApiClient(String base) {
        this(base, ApiToken.forUrl(base, System.getenv(), ApiToken.DATA));
    }

    /// @param token to show; empty for none
    ApiClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, Object body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                        .build());
    }

    /// An answer that is no JSON when all is well.
    String text(String path) {
        var answer = exchange(request(path).GET().build());
        if (answer.statusCode() / 100 != 2) {
            var _ = read(answer).demand();
        }
        return answer.body();
    }

    /// The newest set of definitions: version, documents.
    JsonNode definitions() {
        var answer = get("/v1/definitions");
        return accepted(answer, "the definitions in effect cannot be read");
    }

    /// Applies a whole set of definitions, whatever there is now.
    ///
    /// @return the API's answer: version, whether anything changed, when it takes effect
    JsonNode apply(List<Document> documents) {
        return apply(documents, definitions().path("version").asLong(), "");
    }

    /// Applies a whole set of definitions.
    ///
    /// @param base version that it replaces; refused when another is the newest by now
    /// @param effectiveFrom when it takes effect; empty for as soon as possible
    /// @return the API's answer: version, whether anything changed, when it takes effect
    JsonNode apply(List<Document> documents, long base, String effectiveFrom) {
        var request = new LinkedHashMap<String, Object>();
        request.put("baseVersion", base);
        request.put("appliedBy", "tocsin apply");
        request.put("documents", documents.stream().map(Document::body).toList());
        if (!effectiveFrom.isEmpty()) {
            request.put("effectiveFrom", effectiveFrom);
        }
        var answer = post("/v1/definitions", request);
        return accepted(answer, "the definitions were refused");
    }

    private static JsonNode accepted(Answer answer, String otherwise) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw new UserError(
                    "%s: %s; TOCSIN_TOKEN, or TOCSIN_TOKEN_FILE, names an admin's"
                            .formatted(
                                    otherwise,
                                    answer.body().path("problems").path(0).asString("")));
        }
        if (!answer.ok()) {
            throw new UserError(
                    "%s (HTTP %d): %s".formatted(otherwise, answer.status(), answer.body()));
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) {
        return read(exchange(request));
    }

    private static Answer read(HttpResponse<String> answer) {
        return new Answer(
                answer.statusCode(),
                answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UserError(
                    "no answer from " + request.uri() + ": " + e + "; is Tocsin running there?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for " + request.uri());
        }
    }

    /// Text as one segment of a path, or one value of a query.
    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
