package tocsin.responder.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.responder.execution.Desk;
import tocsin.responder.execution.Outcome;
import tocsin.responder.remediation.Step;
import tocsin.runtime.WebhookSignature;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Sends a remediation to an endpoint, signed as Standard Webhooks says, and asks until it has
/// ended. A request that may not have arrived is sent again under the same key: whoever takes it
/// does the same thing once.
final class Webhooks implements AutoCloseable {
    /// @param call one request may take so long
    /// @param pause between two requests
    record Timing(Duration call, Duration pause) {
        static final Timing USUAL = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    private static final int ANSWER_MAX = 65_536;
    private static final int TOLD_MAX = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final Reach reach;
    private final InstantSource clock;
    private final Pause pause;
    private final Timing timing;

    Webhooks(Reach reach, InstantSource clock, Pause pause, Timing timing) {
        this.reach = reach;
        this.clock = clock;
        this.pause = pause;
        this.timing = timing;
    }

    /// Runs one to its end.
    ///
    /// @param status is told where the endpoint is asked how it goes
    Outcome run(Desk.Begun begun, Step.Webhook step, Consumer<String> status)
            throws InterruptedException {
        var url = reach.endpoints().get(step.endpoint());
        if (url == null || reach.secret().isEmpty()) {
            return failed("there is no endpoint " + step.endpoint());
        }
        var body = body(begun, step);
        return follow(begun, post(url, Mapping.key(begun.id()), body), body, status);
    }

    /// Where this endpoint can be asked about a run that was cut; nowhere but on its own host.
    Optional<URI> status(Step.Webhook step, String status) {
        var url = reach.endpoints().get(step.endpoint());
        if (url == null || status.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(status)).filter(at -> origin(at).equals(origin(url)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Asks until a run that was cut has ended; it is not sent again.
    Outcome resume(Desk.Begun begun, URI status) throws InterruptedException {
        return follow(begun, get(status, Mapping.key(begun.id())), "", _ -> {});
    }

    private Outcome follow(
            Desk.Begun begun, HttpRequest first, String body, Consumer<String> status)
            throws InterruptedException {
        var key = Mapping.key(begun.id());
        var end = clock.instant().plus(begun.within());
        var next = first;
        var said = "";
        while (true) {
            var answer = call(next);
            switch (answer) {
                case Answer.Ended(var outcome) -> {
                    return outcome;
                }
                case Answer.Running(var where) -> {
                    said = "it has not ended";
                    if (next.method().equals("POST")) {
                        status.accept(where.toString());
                    }
                    next = get(where, key);
                }
                case Answer.Nothing(var reason) -> said = reason;
            }
            if (!clock.instant().isBefore(end)) {
                return failed("ended after " + begun.within().toSeconds() + " s: " + said);
            }
            pause.pause(timing.pause);
            next = signedAnew(next, key, body);
        }
    }

    /// What a call came to.
    private sealed interface Answer {
        record Ended(Outcome outcome) implements Answer {}

        /// @param where its status is asked for
        record Running(URI where) implements Answer {}

        /// To be asked again.
        record Nothing(String reason) implements Answer {}
    }

    private static String body(Desk.Begun begun, Step.Webhook step) {
        var proposal = begun.order().proposal();
        var body = new TreeMap<String, Object>();
        body.put("type", "remediation." + (begun.id().undoing() ? "undo" : "run"));
        body.put("remediation", begun.id().remediation());
        body.put("action", proposal.action());
        body.put("service", proposal.service());
        body.put("incident", proposal.incident());
        body.put("target", proposal.target());
        body.put("payload", new TreeMap<>(step.payload()));
        return JSON.writeValueAsString(body);
    }

    private HttpRequest post(URI url, String key, String body) {
        return signed(HttpRequest.newBuilder(url), key, body)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest get(URI url, String key) {
        return signed(HttpRequest.newBuilder(url), key, "").GET().build();
    }

    private HttpRequest signedAnew(HttpRequest request, String key, String body) {
        return request.method().equals("GET")
                ? get(request.uri(), key)
                : post(request.uri(), key, body);
    }

    private HttpRequest.Builder signed(HttpRequest.Builder request, String key, String body) {
        var now = clock.instant();
        return request.timeout(timing.call)
                .header("Accept", "application/json")
                .header("webhook-id", key)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature(key, now, body));
    }

    private String signature(String id, Instant at, String body) {
        return WebhookSignature.of(reach.secret().orElseThrow().bytes(), id, at, body);
    }

    private Answer call(HttpRequest request) throws InterruptedException {
        var answering =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
        try {
            return read(answering.get(timing.call.toMillis(), TimeUnit.MILLISECONDS), request);
        } catch (TimeoutException e) {
            return new Answer.Nothing("no answer within " + timing.call.toSeconds() + " s");
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException io
                    ? new Answer.Nothing("no answer: " + io)
                    : new Answer.Ended(failed("the request failed: " + e.getCause()));
        } finally {
            answering.cancel(true);
        }
    }

    private static Answer read(HttpResponse<byte[]> response, HttpRequest request) {
        int status = response.statusCode();
        if (status >= 500 || status == 408 || status == 429) {
            return new Answer.Nothing("HTTP " + status);
        }
        if (status >= 300) {
            return new Answer.Ended(failed("HTTP " + status + ": " + shortened(response.body())));
        }
        var json = json(response.body());
        var state = json.path("status").asString(status == 202 ? "running" : "succeeded");
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "succeeded" ->
                    new Answer.Ended(new Outcome(true, "", null, shortened(response.body())));
            case "running" ->
                    status(response, request)
                            .<Answer>map(Answer.Running::new)
                            .orElseGet(() ->
                                    new Answer.Ended(
                                            failed(
                                                    "it runs, and nobody can ask how: no Location"
                                                            + " on the same host")));
            default ->
                    new Answer.Ended(
                            new Outcome(
                                    false,
                                    "the endpoint says " + json.path("reason").asString(state),
                                    null,
                                    shortened(response.body())));
        };
    }

    /// Where the status is asked for: the answer's `Location`, on the endpoint's own host only.
    private static Optional<URI> status(HttpResponse<?> response, HttpRequest request) {
        var at = request.uri();
        if (request.method().equals("GET")) {
            return Optional.of(at);
        }
        return response.headers()
                .firstValue("Location")
                .flatMap(text -> {
                    try {
                        var where = at.resolve(text);
                        return Optional.of(where).filter(found -> origin(found).equals(origin(at)));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                });
    }

    private static Map<String, Object> origin(URI uri) {
        return Map.of(
                "scheme", String.valueOf(uri.getScheme()),
                "host", String.valueOf(uri.getHost()),
                "port", uri.getPort());
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    private static Outcome failed(String reason) {
        return new Outcome(false, reason, null, "");
    }

    private static String shortened(byte[] body) {
        var text = new String(body, UTF_8);
        return text.substring(0, Math.min(text.length(), TOLD_MAX));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
