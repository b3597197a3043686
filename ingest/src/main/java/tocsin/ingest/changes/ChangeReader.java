package tocsin.ingest.changes;

import tocsin.ingest.input.Batch;
import tocsin.ingest.input.Fields;
import tocsin.ingest.input.Quote;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads changes as they are sent in `{"changes":[{...}]}`.
public final class ChangeReader {
    /// Most changes of one request.
    static final int MAX_ENTRIES = 1_000;

    /// Reads a whole request.
    public static final Batch<Change> BATCH =
            new Batch<>("changes", MAX_ENTRIES, (fields, now) -> read(fields, now, Origin.OWN));

    static final int MAX_ID_LENGTH = 200;
    private static final int MAX_ACTOR_LENGTH = 200;
    private static final int MAX_SUMMARY_LENGTH = 1_024;
    private static final int MAX_URL_LENGTH = 2_048;
    private static final int MAX_LINKS = 10;
    private static final Pattern URL = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");
    private static final List<String> FIELDS =
            List.of("service", "id", "kind", "state", "at", "actor", "summary", "links");
    private static final List<String> KINDS =
            List.of("deployment", "configuration", "scaling", "maintenance", "other");
    private static final List<String> STATES =
            List.of("started", "finished", "failed", "rolled_back");
    static final String ID_RULE =
            "the sender's id of the change, the same in all its states; 1 to "
                    + MAX_ID_LENGTH
                    + " characters";

    /// What is known of an entry from around it.
    ///
    /// @param source the protocol
    record Origin(String source, Optional<String> id, Optional<Instant> at) {
        static final Origin OWN = new Origin("changes", Optional.empty(), Optional.empty());
    }

    private ChangeReader() {}

    static Optional<Change> read(Fields fields, Instant now, Origin origin) {
        var kind = fields.node("kind").asString("");
        if (!fields.areAmong(
                Stream.concat(FIELDS.stream(), ChangeDetail.fields(kind).stream()).toList())) {
            return Optional.empty();
        }
        one(fields, "kind", KINDS);
        var state = fields.has("state") ? one(fields, "state", STATES) : "finished";
        var service = fields.name("service");
        var id = id(fields, origin);
        var at = fields.has("at") ? fields.eventTime("at", now) : origin.at().orElse(now);
        var actor = fields.optionalText("actor", MAX_ACTOR_LENGTH).orElse("");
        var summary = fields.optionalText("summary", MAX_SUMMARY_LENGTH).orElse("");
        var links = links(fields);
        var detail = ChangeDetail.read(fields, kind, now);
        return fields.good()
                ? Optional.of(
                        new Change(
                                service,
                                origin.source(),
                                id,
                                Change.State.valueOf(state.toUpperCase(Locale.ROOT)),
                                at,
                                actor,
                                summary,
                                links,
                                detail))
                : Optional.empty();
    }

    private static String id(Fields fields, Origin origin) {
        if (!fields.has("id") && origin.id().isPresent()) {
            return origin.id().get();
        }
        return fields.text("id", MAX_ID_LENGTH, ID_RULE);
    }

    private static String one(Fields fields, String field, List<String> known) {
        var rule = "one of " + known;
        var text = fields.text(field, rule);
        text.filter(found -> !known.contains(found))
                .ifPresent(found -> fields.problem(field, "is " + Quote.of(found), rule));
        return text.orElse("");
    }

    private static Map<String, String> links(Fields fields) {
        var links = new LinkedHashMap<String, String>();
        if (!fields.has("links")) {
            return links;
        }
        var node = fields.node("links");
        var rule = "at most " + MAX_LINKS + " names, each with a URL";
        if (!node.isObject() || node.size() > MAX_LINKS) {
            fields.problem("links", node.isObject() ? "has " + node.size() : "is no object", rule);
            return links;
        }
        for (var link : node.properties()) {
            var url = link.getValue().asString("");
            if (url.length() > MAX_URL_LENGTH
                    || link.getKey().length() > MAX_ID_LENGTH
                    || !URL.matcher(url).matches()) {
                fields.problem(
                        "links",
                        "holds " + Quote.of(link.getKey()) + " with " + Quote.of(url),
                        "http:// or https:// and at most " + MAX_URL_LENGTH + " characters");
            }
            links.put(link.getKey(), url);
        }
        return links;
    }
}
