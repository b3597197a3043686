package tocsin.ingest.input;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The fields of one JSON object. Reads them and notes everything that is wrong with them; what is
/// read counts only when nothing is.
public final class Fields {
    /// What a good time is, for people.
    public static final String TIME_RULE = "an ISO 8601 instant such as 2026-01-05T09:00:00Z";

    private final String path;
    private final JsonNode object;
    private final List<Problem> problems = new ArrayList<>();

    /// @param path of the object in the body, such as `samples[3]`
    public Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// What is wrong so far.
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    public boolean good() {
        return problems.isEmpty();
    }

    /// Whether it is an object; one with other fields than these has problems.
    public boolean areAmong(List<String> known) {
        if (!object.isObject()) {
            problems.add(new Problem(path, "is no object", "an object with " + known));
            return false;
        }
        problems.addAll(FieldNames.unknown(path + ".", object, known));
        return true;
    }

    /// Whether the field is there.
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /// The field as it stands.
    public JsonNode node(String field) {
        return object.path(field);
    }

    /// The fields of an object in this one. Its problems are to be added here.
    public Fields inside(String field) {
        return new Fields(path + "." + field, object.path(field));
    }

    /// Adds what is wrong with an object in this one.
    public void addProblems(Fields inside) {
        problems.addAll(inside.problems);
    }

    /// A name as [ServiceName] has it; empty when there is none.
    public String name(String field) {
        var text = text(field, ServiceName.RULE);
        text.flatMap(ServiceName::problem)
                .ifPresent(problem -> problem(field, problem, ServiceName.RULE));
        return text.orElse("");
    }

    /// A text that has to be there.
    public Optional<String> text(String field, String rule) {
        var value = object.path(field);
        if (!value.isString()) {
            problem(field, value.isMissingNode() ? "is missing" : "is no string", rule);
            return Optional.empty();
        }
        return value.stringValueOpt();
    }

    /// A text that has to be there and to be of some length.
    public String text(String field, int lengthMax, String rule) {
        var text = text(field, rule);
        text.filter(found -> found.isBlank() || found.length() > lengthMax)
                .ifPresent(found -> problem(field, "has " + found.length() + " characters", rule));
        return text.orElse("");
    }

    /// A text that may be left out, but not be blank or too long.
    public Optional<String> optionalText(String field, int lengthMax) {
        var rule = "1 to " + lengthMax + " characters, or no " + field + " at all";
        return has(field) ? Optional.of(text(field, lengthMax, rule)) : Optional.empty();
    }

    /// An instant that has to be there, in milliseconds as the log keeps it.
    public Optional<Instant> time(String field) {
        var text = text(field, TIME_RULE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text.get()).truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException e) {
            problem(field, "is " + Quote.of(text.get()), TIME_RULE);
            return Optional.empty();
        }
    }

    /// When something happened, within the bounds of [EventTime]; `now` when there is a problem.
    public Instant eventTime(String field, Instant now) {
        var at = time(field).orElse(now);
        var verdict = EventTime.of(at, now);
        if (verdict == EventTime.IN_BOUNDS) {
            return at;
        }
        problem(field, verdict.problem(at, now), "a time within the last 31 days");
        return now;
    }

    /// A whole number that has to be there.
    public OptionalLong whole(String field, long min, long max) {
        var value = object.path(field);
        var rule = "a whole number from %d to %d".formatted(min, max);
        if (value.isMissingNode()) {
            problem(field, "is missing", rule);
            return OptionalLong.empty();
        }
        boolean fits = value.isIntegralNumber() && value.canConvertToLong();
        if (!fits || value.longValue() < min || value.longValue() > max) {
            problem(field, "is " + Quote.of(value.toString()), rule);
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.longValue());
    }

    /// A number that has to be there.
    public OptionalDouble number(String field, double min, double max) {
        var value = object.path(field);
        boolean fits = value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max;
        if (!fits) {
            problem(
                    field,
                    value.isMissingNode() ? "is missing" : "is " + Quote.of(value.toString()),
                    "a number from %s to %s".formatted(min, max));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /// True or false, which has to be there.
    public Optional<Boolean> flag(String field) {
        var value = object.path(field);
        if (!value.isBoolean()) {
            problem(
                    field,
                    value.isMissingNode() ? "is missing" : "is " + Quote.of(value.toString()),
                    "true or false");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    /// The entries of a list that has to be there; none where there is a problem.
    public List<JsonNode> list(String field, int max) {
        var value = object.path(field);
        if (!value.isArray() || value.size() > max) {
            problem(
                    field,
                    value.isArray() ? "has " + value.size() + " entries" : "is no list",
                    "a list of at most " + max);
            return List.of();
        }
        return value.valueStream().toList();
    }

    /// Notes what is wrong with a field.
    ///
    /// @param fix what to send instead
    public void problem(String field, String problem, String fix) {
        problems.add(new Problem(path + "." + field, problem, fix));
    }
}
