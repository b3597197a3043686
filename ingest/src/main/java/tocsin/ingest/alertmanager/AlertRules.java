package tocsin.ingest.alertmanager;

import tocsin.ingest.input.EventTime;
import tocsin.ingest.input.Quote;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/// What Alertmanager demands of one alert, in its words, and our limits.
final class AlertRules {
    /// An alert without an end counts as ended when it is not repeated for this long.
    static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

    static final int MAX_LABELS = 64;
    static final int MAX_VALUE_LENGTH = 8 * 1024;

    /// Keeps a record well below a broker's limit of one mebibyte.
    static final int MAX_TEXT_LENGTH = 200_000;

    private static final int MAX_NAME_LENGTH = 256;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private AlertRules() {}

    /// What its times mean at `now`.
    static Alert resolve(PostedAlert posted, Instant now) {
        var endsAt = posted.endsAt().orElse(now.plus(RESOLVE_TIMEOUT));
        var startsAt = posted.startsAt().or(posted::endsAt).orElse(now);
        return new Alert(
                endsAt.isAfter(now) ? Alert.Status.FIRING : Alert.Status.RESOLVED,
                AlertService.of(posted.labels()),
                Fingerprint.of(posted.labels()),
                posted.startsAt().isEmpty() && startsAt.isAfter(now) ? now : startsAt,
                endsAt,
                posted.labels(),
                posted.annotations(),
                posted.generatorUrl());
    }

    /// Everything that keeps an alert out; empty for a good one.
    static List<String> problems(PostedAlert posted, Alert alert, Instant now) {
        var problems = new ArrayList<String>();
        if (alert.endsAt().isBefore(alert.startsAt())) {
            problems.add("start time must be before end time");
        }
        if (posted.labels().isEmpty()) {
            problems.add("at least one label pair required");
        }
        checkTexts("label", posted.labels(), problems);
        checkTexts("annotation", posted.annotations(), problems);
        if (length(posted) > MAX_TEXT_LENGTH) {
            problems.add("labels and annotations have more than 200000 characters together");
        }
        var verdict = EventTime.of(alert.at(), now);
        if (verdict == EventTime.TOO_FAR_AHEAD || lateEnd(alert, verdict)) {
            problems.add(verdict.problem(alert.at(), now));
        }
        return problems;
    }

    /// An alert may have begun long ago; an end that long ago is no news.
    private static boolean lateEnd(Alert alert, EventTime verdict) {
        return verdict == EventTime.TOO_OLD && alert.status() == Alert.Status.RESOLVED;
    }

    private static void checkTexts(
            String what, SortedMap<String, String> texts, List<String> problems) {
        if (texts.size() > MAX_LABELS) {
            problems.add("has %d %ss, at most %d".formatted(texts.size(), what, MAX_LABELS));
        }
        texts.forEach((name, value) -> {
            if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
                problems.add("invalid %s set: invalid name %s".formatted(what, Quote.of(name)));
            }
            if (value.length() > MAX_VALUE_LENGTH) {
                problems.add(
                        "%s %s has %d characters, at most %d"
                                .formatted(what, Quote.of(name), value.length(), MAX_VALUE_LENGTH));
            }
        });
    }

    private static long length(PostedAlert posted) {
        return posted.generatorUrl().length()
                + length(posted.labels())
                + length(posted.annotations());
    }

    private static long length(SortedMap<String, String> texts) {
        return texts.entrySet().stream()
                .mapToLong(text -> text.getKey().length() + (long) text.getValue().length())
                .sum();
    }
}
