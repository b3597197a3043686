package tocsin.responder.api;

import org.jspecify.annotations.Nullable;

import tocsin.responder.policy.Condition;
import tocsin.responder.policy.Silence;
import tocsin.runtime.definitions.DurationText;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The body of a request for a silence.
///
/// @param earliest when it can take effect
record SilenceRequest(JsonNode body, Instant earliest) {
    private static final Duration LENGTH_MAX = Duration.ofDays(365);
    private static final int TEXT_MAX = 1_000;
    private static final int LABEL_MAX = 200;
    private static final Set<String> KINDS = Set.of("SILENCE", "MAINTENANCE");

    /// What is wrong with it, all at once.
    List<String> problems() {
        var problems = new ArrayList<String>();
        for (var field : List.of("actor", "reason")) {
            var node = body.path(field);
            if (!node.isString() || node.asString().isBlank()) {
                problems.add(field + " is missing");
            } else if (node.asString().length() > TEXT_MAX) {
                problems.add(field + " is longer than " + TEXT_MAX + " characters");
            }
        }
        if (!KINDS.contains(kind())) {
            problems.add("kind is SILENCE or MAINTENANCE");
        }
        matchers(problems);
        times(problems);
        return problems;
    }

    Silence silence(String id) {
        var from = time("from", earliest);
        return new Silence(
                id,
                kind(),
                from == null ? earliest : from,
                to(),
                body.path("actor").asString(""),
                body.path("reason").asString(""),
                matchers(),
                conditions());
    }

    private String kind() {
        return body.path("kind").asString("SILENCE");
    }

    private void matchers(List<String> problems) {
        var node = body.path("matchers");
        int all = node.size() + body.path("conditions").size();
        if (all == 0 || all > Silence.MATCHERS_MAX || !(node.isObject() || node.isMissingNode())) {
            problems.add(
                    "matchers is an object of labels, such as {\"service\": \"checkout\"},"
                            + " conditions a list such as [\"alertname=~High.*\"]; together 1 to "
                            + Silence.MATCHERS_MAX);
            return;
        }
        for (var label : node.properties()) {
            var value = label.getValue();
            if (!value.isString()
                    || value.asString().length() > LABEL_MAX
                    || label.getKey().length() > LABEL_MAX) {
                problems.add("a matcher is a label and the exact value it must have");
                return;
            }
        }
        conditions(problems);
    }

    private void conditions(List<String> problems) {
        try {
            if (matchers().isEmpty()
                    && conditions().stream().allMatch(one -> one.holds(Map.of()))) {
                problems.add(
                        "it would cover everything; one matcher at least must ask for something");
            }
        } catch (IllegalArgumentException e) {
            problems.add("conditions: " + e.getMessage());
        }
    }

    private List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        for (var condition : body.path("conditions")) {
            conditions.add(Condition.of(condition.asString("")));
        }
        return conditions;
    }

    private Map<String, String> matchers() {
        var matchers = new TreeMap<String, String>();
        body.path("matchers")
                .properties()
                .forEach(label -> matchers.put(label.getKey(), label.getValue().asString("")));
        return matchers;
    }

    private void times(List<String> problems) {
        var from = time("from", earliest);
        var to = to();
        if (from == null) {
            problems.add("from is a time such as 2026-01-05T09:00:00Z");
        } else if (from.isBefore(earliest)) {
            problems.add("from is " + from + ", the earliest is " + earliest);
        } else if (to == null) {
            problems.add("say to, such as 2026-01-05T09:00:00Z, or for, such as 2h: one of them");
        } else if (!to.isAfter(from) || to.isAfter(from.plus(LENGTH_MAX))) {
            problems.add("it must end after it begins, within " + LENGTH_MAX.toDays() + " days");
        }
    }

    private @Nullable Instant to() {
        if (body.has("to") == body.has("for")) {
            return null;
        }
        if (body.has("to")) {
            return time("to", earliest);
        }
        var from = time("from", earliest);
        try {
            return from == null
                    ? null
                    : from.plus(DurationText.parse(body.path("for").asString("")));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    private @Nullable Instant time(String field, Instant absent) {
        if (!body.has(field)) {
            return absent;
        }
        try {
            return Instant.parse(body.path(field).asString("")).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
