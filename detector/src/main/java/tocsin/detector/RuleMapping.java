package tocsin.detector;

import tocsin.detector.rule.RuleChange;
import tocsin.detector.rule.RuleSentence;
import tocsin.schemas.Breach;
import tocsin.schemas.BreachKind;
import tocsin.schemas.Envelope;
import tocsin.schemas.Facet;
import tocsin.schemas.Topics;
import tocsin.schemas.WindowCounts;

import java.time.Instant;
import java.util.List;

/// Writes a step of a rule's breach in the language of the topics.
///
/// @param key service and rule
/// @param sli the indicator, facet the class and thresholds what it demands; all empty where
///   nothing watches any more
record RuleMapping(
        SeriesKey key,
        String sli,
        String facet,
        String thresholds,
        RuleChange change,
        long definitions,
        Cause cause) {

    static RuleMapping of(
            Watcher.OfRule watcher, RuleChange change, long definitions, Cause cause) {
        var rule = watcher.rule();
        return new RuleMapping(
                watcher.series().key(),
                rule.sli(),
                rule.facet(),
                rule.thresholds(),
                change,
                definitions,
                cause);
    }

    /// Of a series that no rule watches any more.
    static RuleMapping withdrawn(SeriesKey key, RuleChange change, long definitions, Cause cause) {
        return new RuleMapping(key, "", "", "", change, definitions, cause);
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
                .build();
    }

    /// A flapping breach is open, so its facet fires, whether the thresholds are passed just now or
    /// not.
    private List<Facet> facets(boolean open) {
        return change.windows().isEmpty()
                ? List.of()
                : List.of(
                        new Facet(
                                facet,
                                open,
                                open ? Instant.ofEpochMilli(change.since()) : null,
                                0L,
                                change.windows().stream().map(RuleMapping::window).toList()));
    }

    private static WindowCounts window(RuleChange.Window window) {
        return new WindowCounts(
                window.condition().window(),
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
