package tocsin.detector;

import tocsin.detector.rule.Reading;
import tocsin.detector.rule.RuleChange;
import tocsin.detector.rule.RuleSentence;
import tocsin.detector.window.Trend;
import tocsin.schemas.Baseline;
import tocsin.schemas.BaselineRung;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.DataQuality;
import tocsin.schemas.Envelope;
import tocsin.schemas.Evidence;
import tocsin.schemas.Facet;
import tocsin.schemas.Growth;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.List;

/// Writes a step of a rule's breach in the language of the topics.
///
/// @param key service and rule
/// @param sli the indicator and thresholds what it demands; empty where nothing watches any more
record RuleMapping(
        SeriesKey key,
        String sli,
        String thresholds,
        RuleChange change,
        long definitions,
        Cause cause) {

    static RuleMapping of(
            Watcher.OfRule watcher, RuleChange change, long definitions, Cause cause) {
        var rule = watcher.rule();
        return new RuleMapping(
                watcher.series().key(), rule.sli(), rule.thresholds(), change, definitions, cause);
    }

    /// Of a series that no rule watches any more.
    static RuleMapping withdrawn(SeriesKey key, RuleChange change, long definitions, Cause cause) {
        return new RuleMapping(key, "", "", change, definitions, cause);
    }

    Breach breach() {
        var kind =
                switch (change.kind()) {
                    case FIRING -> BreachKind.FIRING;
                    case UPDATED -> BreachKind.UPDATED;
                    case CLEARED -> BreachKind.CLEARED;
                };
        return Breach.newBuilder()
                .setEnvelope(
                        new Envelope(
                                change.breachId() + "/" + change.revision(),
                                Instant.ofEpochMilli(change.at()),
                                cause.trace(),
                                new tocsin.schemas.Cause(
                                        Topics.METRICS.name(),
                                        cause.partition(),
                                        cause.offset(),
                                        "",
                                        null)))
                .setKind(kind)
                .setService(key.service())
                .setBreach(change.breachId())
                .setRevision(change.revision())
                .setSlo("")
                .setSli(sli)
                .setRule(key.slo())
                .setDefinitions(definitions)
                .setTarget(thresholds)
                .setFacets(facets(kind != BreachKind.CLEARED))
                .setAffectedShare(affectedShare())
                .setText(RuleSentence.of(key.service(), key.slo(), change))
                .setEvidence(change.windows().isEmpty() ? null : evidence())
                .build();
    }

    /// A flapping breach is open, so its facet fires, whether the thresholds are passed just now or
    /// not.
    private List<Facet> facets(boolean open) {
        return change.windows().isEmpty()
                ? List.of()
                : List.of(
                        new Facet(
                                change.facet(),
                                open,
                                open ? Instant.ofEpochMilli(change.since()) : null,
                                0L,
                                change.windows().stream().map(RuleMapping::window).toList()));
    }

    private Evidence evidence() {
        return new Evidence(
                cause.crossing(),
                List.of(),
                new DataQuality(
                        Instant.ofEpochMilli(change.first()),
                        Instant.ofEpochMilli(change.watermark()),
                        change.watermark() < change.at()),
                0.0,
                List.of(),
                change.windows().stream()
                        .flatMap(window -> window.reading().stream())
                        .map(RuleMapping::baseline)
                        .findFirst()
                        .orElse(null),
                change.forecast().map(RuleMapping::growth).orElse(null));
    }

    private static Growth growth(Trend trend) {
        return new Growth(
                trend.now(),
                trend.perDay(),
                trend.low(),
                trend.high(),
                trend.hours(),
                trend.reaches(0.85).orElse(null),
                trend.reaches(1).orElse(null));
    }

    private static Baseline baseline(Reading reading) {
        return new Baseline(
                reading.value(),
                reading.usual().value(),
                reading.threshold(),
                switch (reading.usual().rung()) {
                    case TRAILING_HOUR -> BaselineRung.TRAILING_HOUR;
                    case SAME_HOUR_YESTERDAY -> BaselineRung.SAME_HOUR_YESTERDAY;
                    case HOUR_OF_WEEK -> BaselineRung.HOUR_OF_WEEK;
                },
                reading.usual().learnedFrom());
    }

    private static WindowCounts window(RuleChange.Window window) {
        return new WindowCounts(
                window.length(),
                Instant.ofEpochMilli(window.to()),
                window.sum().badEvents(),
                window.sum().totalEvents(),
                window.excess());
    }

    private double affectedShare() {
        return change.windows().stream()
                .mapToDouble(window -> window.sum().errorRatio())
                .map(share -> Math.clamp(share, 0, 1))
                .max()
                .orElse(0);
    }
}
