package tocsin.ingest.samples;

import tocsin.ingest.input.Problem;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads `{"samples":[{...}]}`: all entries, or every problem of all entries.
public final class SampleReader {
    /// Most entries of one request.
    public static final int MAX_ENTRIES = 10_000;

    /// Most problems told in one answer; a last one counts the rest.
    static final int MAX_PROBLEMS = 1_000;

    private static final List<String> FIELDS = List.of("samples");
    private static final String EXAMPLE =
            "{\"samples\":[{\"service\":\"checkout\",\"sli\":\"availability\",\"at\":\"...\",...}]}";

    private SampleReader() {}

    /// Reads one body at the time `now` of ingest's clock.
    public static SamplesResult read(JsonNode body, Instant now) {
        var entries = body.path("samples");
        if (!body.isObject() || !entries.isArray()) {
            var field = body.isObject() ? "samples" : "body";
            var problem = "is no " + (body.isObject() ? "array" : "object");
            return new SamplesResult.Refused(1, List.of(new Problem(field, problem, EXAMPLE)));
        }
        if (entries.size() > MAX_ENTRIES) {
            return new SamplesResult.TooMany(entries.size(), MAX_ENTRIES);
        }
        var problems = new ArrayList<>(FieldNames.unknown("", body, FIELDS));
        var samples = new ArrayList<Sample>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            var entry = new EntryReader("samples[" + i + "]", entries.path(i), now);
            entry.read().ifPresent(samples::add);
            problems.addAll(entry.problems());
        }
        return problems.isEmpty()
                ? new SamplesResult.Accepted(samples)
                : new SamplesResult.Refused(entries.size(), bounded(problems));
    }

    private static List<Problem> bounded(List<Problem> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return problems;
        }
        var told = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        int more = problems.size() - MAX_PROBLEMS;
        told.add(new Problem("samples", "has " + more + " more problems", "send smaller batches"));
        return told;
    }
}
