package tocsin.ingest.alertmanager;

import tocsin.ingest.input.Quote;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decodes one alert and notes every field that has the wrong type.
final class AlertDecoder {
    private static final Instant GO_ZERO = Instant.parse("0001-01-01T00:00:00Z");
    private static final int MAX_YEAR = 9999;

    private final int index;
    private final JsonNode alert;
    private final List<String> problems = new ArrayList<>();

    AlertDecoder(int index, JsonNode alert) {
        this.index = index;
        this.alert = alert;
    }

    List<String> problems() {
        return problems;
    }

    /// Whether the one required field is there.
    boolean hasLabels() {
        return !alert.isObject() || alert.hasNonNull("labels");
    }

    PostedAlert decode() {
        if (!alert.isObject()) {
            problems.add(index + " is no object");
        }
        return new PostedAlert(
                texts("labels", false),
                texts("annotations", true),
                time("startsAt"),
                time("endsAt"),
                text("generatorURL", alert.path("generatorURL")));
    }

    private SortedMap<String, String> texts(String field, boolean keepEmpty) {
        var node = alert.path(field);
        var texts = new TreeMap<String, String>();
        if (!node.isObject()) {
            if (present(node)) {
                problem(field, "is no object");
            }
            return texts;
        }
        for (var entry : node.properties()) {
            var value = text(field + "." + entry.getKey(), entry.getValue());
            if (keepEmpty || !value.isEmpty()) {
                texts.put(entry.getKey(), value);
            }
        }
        return texts;
    }

    private Optional<Instant> time(String field) {
        var text = text(field, alert.path(field));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= 0 && time.getYear() <= MAX_YEAR) {
                return Optional.of(time.toInstant()).filter(at -> !at.equals(GO_ZERO));
            }
        } catch (DateTimeParseException e) {
            // told below, as a year out of range is
        }
        problem(field, "is " + Quote.of(text) + ", not an RFC 3339 time");
        return Optional.empty();
    }

    private String text(String field, JsonNode node) {
        if (present(node) && !node.isString()) {
            problem(field, "is no string");
        }
        return node.stringValueOpt().orElse("");
    }

    private static boolean present(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private void problem(String field, String what) {
        problems.add(index + "." + Quote.of(field).replace("'", "") + " " + what);
    }
}
