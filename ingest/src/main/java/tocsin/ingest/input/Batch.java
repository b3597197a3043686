package tocsin.ingest.input;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads many entries: all of them, or every problem of all of them.
///
/// @param <T> what an entry is
/// @param name of the entries, such as `samples`
/// @param entriesMax most entries of one request
/// @param entry reads one at the time of ingest's clock; what it gives counts only without problems
public record Batch<T>(
        String name, int entriesMax, BiFunction<Fields, Instant, Optional<T>> entry) {
    /// Most problems told in one answer; a last one counts the rest.
    public static final int MAX_PROBLEMS = 1_000;

    /// Reads `{"NAME":[{...}]}`.
    public BatchResult<T> read(JsonNode body, Instant now) {
        var list = body.path(name);
        if (!body.isObject() || !list.isArray()) {
            var field = body.isObject() ? name : "body";
            var problem = "is no " + (body.isObject() ? "array" : "object");
            var fix = "{\"" + name + "\":[{...}]}";
            return new BatchResult.Refused<>(1, List.of(new Problem(field, problem, fix)));
        }
        return readAll(list, now, FieldNames.unknown("", body, List.of(name)));
    }

    /// Reads `[{...}]`.
    public BatchResult<T> readList(JsonNode body, Instant now) {
        return body.isArray()
                ? readAll(body, now, List.of())
                : new BatchResult.Refused<>(
                        1, List.of(new Problem("body", "is no array", "[{...}]")));
    }

    /// Reads `{...}`, the only entry.
    public BatchResult<T> readOne(JsonNode body, Instant now) {
        var fields = new Fields(name, body);
        return result(entry.apply(fields, now).stream().toList(), 1, fields.problems());
    }

    private BatchResult<T> readAll(JsonNode list, Instant now, List<Problem> before) {
        if (list.size() > entriesMax) {
            return new BatchResult.TooMany<>(list.size(), entriesMax);
        }
        var problems = new ArrayList<>(before);
        var entries = new ArrayList<T>(list.size());
        for (int i = 0; i < list.size(); i++) {
            var fields = new Fields(name + "[" + i + "]", list.path(i));
            entry.apply(fields, now).ifPresent(entries::add);
            problems.addAll(fields.problems());
        }
        return result(entries, list.size(), problems);
    }

    private BatchResult<T> result(List<T> entries, int sent, List<Problem> problems) {
        return problems.isEmpty()
                ? new BatchResult.Accepted<>(entries)
                : new BatchResult.Refused<>(sent, bounded(problems));
    }

    private List<Problem> bounded(List<Problem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return problems;
        }
        var told = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        int more = problems.size() - MAX_PROBLEMS;
        told.add(new Problem(name, "has " + more + " more problems", "send smaller batches"));
        return told;
    }
}
