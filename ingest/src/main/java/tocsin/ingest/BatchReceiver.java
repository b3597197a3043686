package tocsin.ingest;

import io.javalin.http.Context;

import tocsin.ingest.input.BatchResult;
import tocsin.ingest.input.Problem;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Takes batches in Tocsin's own protocols: all or nothing.
///
/// @param <T> what an entry is
/// @param name what the entries are called, such as `samples`
/// @param readers by media type
/// @param mapping from an entry and the sender's trace to what stands on the log
record BatchReceiver<T>(
        String name,
        Map<String, BiFunction<JsonNode, Instant, BatchResult<T>>> readers,
        BiFunction<T, Optional<String>, List<Outgoing>> mapping,
        Publisher publisher,
        InstantSource clock,
        IngestMeters meters)
        implements Receiver {

    @Override
    public void receive(Context context) throws PublishException {
        var reader = Optional.ofNullable(readers.get(Requests.mediaType(context)));
        var notPlain = Requests.encoded(context);
        if (reader.isEmpty() || notPlain.isPresent()) {
            meters.rejected(name, "content_type", 1);
            refuse(context, 415, notPlain.orElseGet(this::contentTypes));
            return;
        }
        switch (StrictJson.parse(context.bodyAsBytes())) {
            case StrictJson.Parsed.Unreadable(var reason) -> {
                meters.rejected(name, "malformed", 1);
                refuse(context, 400, reason);
            }
            case StrictJson.Parsed.Tree(var root) ->
                    answer(context, reader.get().apply(root, clock.instant()));
        }
    }

    private String contentTypes() {
        return "the content type has to be "
                + String.join(" or ", readers.keySet().stream().sorted().toList());
    }

    private void answer(Context context, BatchResult<T> result) throws PublishException {
        switch (result) {
            case BatchResult.Accepted<T>(var entries) -> accept(context, entries);
            case BatchResult.Refused<T>(int entries, var problems) -> {
                meters.rejected(name, "invalid", entries);
                answer(context, 400, "nothing was written: " + count(problems), problems);
            }
            case BatchResult.TooMany<T>(int entries, int limit) -> {
                meters.rejected(name, "too_many", entries);
                refuse(context, 413, "%d %s, at most %d".formatted(entries, name, limit));
            }
        }
    }

    private void accept(Context context, List<T> entries) throws PublishException {
        var trace = Requests.trace(context);
        publisher.publish(
                entries.stream().flatMap(entry -> mapping.apply(entry, trace).stream()).toList());
        context.status(202)
                .contentType("application/json")
                .result(StrictJson.write(Map.of("accepted", entries.size())));
    }

    private static String count(List<Problem> problems) {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }

    @Override
    public void refuse(Context context, int status, String message) {
        answer(context, status, message, List.of());
    }

    private static void answer(Context context, int status, String error, List<Problem> problems) {
        context.status(status)
                .contentType("application/json")
                .result(StrictJson.write(Map.of("error", error, "problems", problems)));
    }
}
