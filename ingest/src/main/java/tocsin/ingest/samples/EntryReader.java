package tocsin.ingest.samples;

import tocsin.ingest.input.EventTime;
import tocsin.ingest.input.Problem;
import tocsin.ingest.input.Quote;
import tocsin.ingest.input.ServiceName;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads one entry and notes everything that is wrong with it.
final class EntryReader {
    private static final List<String> FIELDS =
            List.of("service", "sli", "id", "at", "seconds", "good", "total");
    private static final long MAX_SECONDS = 3_600;
    private static final long MAX_EVENTS = 1_000_000_000_000L;
    private static final int MAX_ID_LENGTH = 200;
    private static final String TIME_RULE = "an ISO 8601 instant such as 2026-01-05T09:00:00Z";

    private final String path;
    private final JsonNode entry;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();

    EntryReader(String path, JsonNode entry, Instant now) {
        this.path = path;
        this.entry = entry;
        this.now = now;
    }

    List<Problem> problems() {
        return problems;
    }

    /// The sample, when nothing is wrong.
    Optional<Sample> read() {
        if (!entry.isObject()) {
            problems.add(new Problem(path, "is no object", "an object with " + FIELDS));
            return Optional.empty();
        }
        problems.addAll(FieldNames.unknown(path + ".", entry, FIELDS));
        var service = name("service");
        var sli = name("sli");
        var at = time();
        var length = Duration.ofSeconds(whole("seconds", 1, MAX_SECONDS).orElse(1));
        var good = whole("good", 0, MAX_EVENTS);
        var total = whole("total", 0, MAX_EVENTS);
        checkRatio(good, total);
        var id = id();
        return problems.isEmpty()
                ? Optional.of(
                        new Sample(
                                id.orElseGet(() -> Sample.derivedId(service, sli, at, length)),
                                service,
                                sli,
                                at,
                                length,
                                good.orElseThrow(),
                                total.orElseThrow()))
                : Optional.empty();
    }

    private String name(String field) {
        var text = text(field, ServiceName.RULE);
        text.flatMap(ServiceName::problem)
                .ifPresent(problem -> problem(field, problem, ServiceName.RULE));
        return text.orElse("");
    }

    private Optional<String> id() {
        if (entry.path("id").isMissingNode() || entry.path("id").isNull()) {
            return Optional.empty();
        }
        var rule = "1 to " + MAX_ID_LENGTH + " characters, or no id at all";
        var id = text("id", rule);
        id.filter(text -> text.isBlank() || text.length() > MAX_ID_LENGTH)
                .ifPresent(text -> problem("id", "has " + text.length() + " characters", rule));
        return id;
    }

    /// Cut to milliseconds, as the log keeps it.
    private Instant time() {
        var text = text("at", TIME_RULE);
        if (text.isEmpty()) {
            return now;
        }
        try {
            var at = Instant.parse(text.get());
            var verdict = EventTime.of(at, now);
            if (verdict == EventTime.IN_BOUNDS) {
                return at.truncatedTo(ChronoUnit.MILLIS);
            }
            problem("at", verdict.problem(at, now), "a time within the last 31 days");
        } catch (DateTimeParseException e) {
            problem("at", "is " + Quote.of(text.get()), TIME_RULE);
        }
        return now;
    }

    private Optional<String> text(String field, String rule) {
        var value = entry.path(field);
        if (!value.isString()) {
            problem(field, value.isMissingNode() ? "is missing" : "is no string", rule);
            return Optional.empty();
        }
        return value.stringValueOpt();
    }

    private OptionalLong whole(String field, long min, long max) {
        var value = entry.path(field);
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

    private void checkRatio(OptionalLong good, OptionalLong total) {
        if (good.isPresent() && total.isPresent() && good.getAsLong() > total.getAsLong()) {
            problem(
                    "good",
                    "is %d of %d".formatted(good.getAsLong(), total.getAsLong()),
                    "at most total");
        }
    }

    private void problem(String field, String problem, String fix) {
        problems.add(new Problem(path + "." + field, problem, fix));
    }
}
