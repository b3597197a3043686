package tocsin.ingest.changes;

import tocsin.ingest.input.Fields;
import tocsin.ingest.input.Quote;
import tocsin.ingest.input.ServiceName;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads the fields that only one kind of change has.
final class ChangeDetail {
    private static final int MAX_NAMES = 100;
    private static final double MAX_AMOUNT = 1e15;

    /// So far from now may planned work be.
    private static final Duration PLAN_REACH = Duration.ofDays(366);

    private ChangeDetail() {}

    /// The names of those fields; none for a kind that does not exist.
    static List<String> fields(String kind) {
        return switch (kind) {
            case "deployment" -> List.of("version", "previousVersion");
            case "configuration" -> List.of("names");
            case "scaling" -> List.of("resource", "from", "to");
            case "maintenance" -> List.of("from", "to");
            default -> List.of();
        };
    }

    static Change.Detail read(Fields fields, String kind, Instant now) {
        return switch (kind) {
            case "deployment" ->
                    new Change.Deployment(
                            fields.name("version"),
                            fields.has("previousVersion") ? fields.name("previousVersion") : "");
            case "configuration" -> new Change.Configuration(names(fields));
            case "scaling" ->
                    new Change.Scaling(
                            fields.name("resource"), amount(fields, "from"), amount(fields, "to"));
            case "maintenance" -> maintenance(fields, now);
            default -> new Change.Other();
        };
    }

    private static List<String> names(Fields fields) {
        var names = new ArrayList<String>();
        var node = fields.node("names");
        if (!fields.has("names")) {
            return names;
        }
        var rule = "at most " + MAX_NAMES + " names of what was changed, without the values";
        if (!node.isArray() || node.size() > MAX_NAMES) {
            fields.problem("names", node.isArray() ? "has " + node.size() : "is no array", rule);
            return names;
        }
        for (var each : node) {
            var name = each.asString("");
            if (ServiceName.problem(name).isPresent()) {
                fields.problem("names", "holds " + Quote.of(name), ServiceName.RULE);
            }
            names.add(name);
        }
        return names;
    }

    private static OptionalDouble amount(Fields fields, String field) {
        if (!fields.has(field)) {
            return OptionalDouble.empty();
        }
        var value = fields.node(field);
        double amount = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(amount >= 0 && amount <= MAX_AMOUNT)) {
            fields.problem(field, "is " + Quote.of(value.toString()), "a number from 0 to 1e15");
        }
        return OptionalDouble.of(amount);
    }

    private static Change.Maintenance maintenance(Fields fields, Instant now) {
        var from = plan(fields, "from", now);
        var to =
                fields.has("to") ? Optional.of(plan(fields, "to", now)) : Optional.<Instant>empty();
        to.filter(end -> fields.good() && !end.isAfter(from))
                .ifPresent(end -> fields.problem("to", "is " + end, "a time after from"));
        return new Change.Maintenance(from, to);
    }

    private static Instant plan(Fields fields, String field, Instant now) {
        var at = fields.time(field).orElse(now);
        if (Duration.between(now, at).abs().compareTo(PLAN_REACH) > 0) {
            fields.problem(field, "is " + at, "a time within a year from now");
        }
        return at;
    }
}
